import type { Financing, Savings, Transaction } from '../../../api/types';

export type Account = Savings | Financing;

/** What a clerk is doing with the ledger of one account. */
export type Task =
  | { kind: 'post'; account: Account }
  | { kind: 'reverse'; account: Account; entry: Transaction }
  | { kind: 'receipt'; account: Account; entry: Transaction };

export const TYPES = {
  savings: ['deposit', 'withdrawal'],
  financing: ['repayment', 'penalty'],
} as const;

export type PostedType = (typeof TYPES)[keyof typeof TYPES][number];

export function amountOf(account: Account): number {
  return account.kind === 'savings' ? account.balance : account.outstanding;
}

export function isReversible(entry: Transaction): boolean {
  return entry.type !== 'reversal' && entry.reversed_by === null;
}
