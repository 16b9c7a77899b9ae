import type { Account, NewAccount } from '../../../api/types';

/** What a clerk is doing with the accounts of a member. */
export type AccountTask =
  | { kind: 'open'; of: NewAccount['kind'] }
  | { kind: 'close'; account: Account }
  | { kind: 'schedule'; account: Account };
