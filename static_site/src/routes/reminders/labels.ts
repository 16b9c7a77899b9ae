import { codeLabel, t } from '../../i18n/index.svelte';
import type { Reminder, ReminderStatus } from '../../api/types';

export const STATUSES: ReminderStatus[] = [
  'queued',
  'waiting',
  'ready',
  'claimed',
  'sent',
  'delivered',
  'read',
  'failed',
  'unknown',
  'cancelled',
  'skipped',
];
export const TONES: Record<ReminderStatus, 'plain' | 'good' | 'warn' | 'bad'> = {
  queued: 'warn',
  waiting: 'plain',
  ready: 'plain',
  claimed: 'plain',
  sent: 'good',
  delivered: 'good',
  read: 'good',
  failed: 'bad',
  unknown: 'bad',
  cancelled: 'plain',
  skipped: 'plain',
};

/** Why a reminder was not sent; the code of a provider is shown as it is. */
export function reasonLabel(code: string): string {
  return codeLabel('reminder.reason', code);
}

/** H-3, H, H+7: days before or after the due date. */
export function stageName(days: number): string {
  if (days === 0) return t('reminder.stageDay');
  return t(days < 0 ? 'reminder.stageBefore' : 'reminder.stageAfter', { days: Math.abs(days) });
}

export function dueLabels(row: Pick<Reminder, 'dues'>): string {
  return row.dues.map(({ stage, account_no }) => `${stageName(stage)} ${account_no}`.trim()).join(', ');
}
