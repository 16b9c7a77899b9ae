import type { Account, NewAccount } from '../../../api/types';

/** The dialog that is open over the accounts of a member. */
export type AccountTask =
  | { kind: 'open'; accountKind: NewAccount['kind'] }
  | { kind: 'close'; account: Account }
  | { kind: 'schedule'; account: Account };
