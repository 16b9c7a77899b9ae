import type { FollowUpKind, WorklistRow } from '../../../api/types';
import type { Offer } from '../../member/whatsapp/composer.svelte';

/** What a clerk can do with a row, each in a dialog. */
export type Action = 'whatsapp' | 'call' | 'note' | 'assign';

/** The kind of follow-up that is recorded first: a note on a row that is due for a visit is the visit. */
export function initialKind(action: Action, row: WorklistRow): FollowUpKind {
  return action === 'note' && row.next_step === 'visit' ? 'visit' : 'attempt';
}

/** The messages that fit a row: about its arrears, or about the instalment that falls due. */
export function offersForRow(row: WorklistRow): Offer[] {
  const template = row.days_past_due > 0 ? 'arrears' : 'installment_due';
  return [
    { template, accounts: [row] },
    { template: 'free', accounts: [] },
  ];
}
