import type { Financing, Savings, Transaction } from '../../../api/types';

export type LedgerAccount = Savings | Financing;

/** The dialog that is open over the ledger of an account. */
export type LedgerTask =
  | { kind: 'post'; account: LedgerAccount }
  | { kind: 'reverse'; account: LedgerAccount; entry: Transaction }
  | { kind: 'receipt'; account: LedgerAccount; entry: Transaction };

export const POSTABLE_TYPES = {
  savings: ['deposit', 'withdrawal'],
  financing: ['repayment', 'penalty'],
} as const;

export type PostedType = (typeof POSTABLE_TYPES)[keyof typeof POSTABLE_TYPES][number];

export function balanceOf(account: LedgerAccount): number {
  return account.kind === 'savings' ? account.balance : account.outstanding;
}

export function isReversible(entry: Transaction): boolean {
  return entry.type !== 'reversal' && entry.reversed_by === null;
}
