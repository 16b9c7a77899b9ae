import type { FollowUpKind, Channel, Outcome } from '../../../api/types';

export const KINDS: FollowUpKind[] = ['attempt', 'visit', 'promise'];
export const CHANNELS: Channel[] = ['whatsapp', 'phone', 'email', 'letter', 'counter', 'other'];
export const OUTCOMES = {
  attempt: ['reached', 'left_message', 'no_answer', 'wrong_number', 'refused'],
  visit: ['met', 'met_family', 'not_home', 'moved'],
} satisfies Record<string, Outcome[]>;

/** The account that a follow-up is about. */
export interface FollowUpAccount {
  account_id: string;
  account_no: string;
  name: string;
  /** Due and unpaid, in whole rupiah. */
  amount: number;
}
