import type { FollowUpKind, Channel, WorklistRow } from '../../../api/types';
import type { Offer } from '../../member/whatsapp/composer.svelte';

/** What a clerk does with a row. */
export type Step = 'whatsapp' | 'call' | 'note' | 'give';

/** What the form begins with: after a call its outcome is asked, else what the row says is next. */
export function beginning(step: Step, row: WorklistRow): { begin: FollowUpKind; through: Channel } {
  const visits = step === 'note' && row.next_step === 'visit';
  return { begin: visits ? 'visit' : 'attempt', through: 'phone' };
}

/** The messages that fit a row: of what is late, or of what is due. */
export function offersOf(row: WorklistRow): Offer[] {
  const template = row.days_past_due > 0 ? 'arrears' : 'installment_due';
  return [
    { template, accounts: [row] },
    { template: 'free', accounts: [] },
  ];
}
