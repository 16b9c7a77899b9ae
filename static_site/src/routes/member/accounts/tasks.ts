import type { Account, Financing, NewAccount } from '../../../api/types';

/** The dialog that is open over the accounts of a member. */
export type AccountTask =
  | { kind: 'open'; accountKind: NewAccount['kind'] }
  | { kind: 'close'; account: Account }
  | { kind: 'reopen'; account: Account }
  | { kind: 'settle'; account: Financing }
  | { kind: 'schedule'; account: Account };
