import type { AnyAccount, NewAccount } from '../../../api/types';

/** What a clerk is doing with the accounts of a member. */
export type AccountTask =
  | { kind: 'open'; of: NewAccount['kind'] }
  | { kind: 'close'; account: AnyAccount }
  | { kind: 'schedule'; account: AnyAccount };
