import { cooperative } from '../../api/cooperative.svelte';
import type { DueRow } from '../../api/types';
import { t, word } from '../../i18n/index.svelte';
import type { Cell } from '../../lib/csv';

/** What stands in the file of a due list: a heading, and its cell of a row. */
export function dueColumns(): [string, (row: DueRow) => Cell][] {
  return [
    [t('desk.due'), (row) => row.due_on],
    [t('desk.name'), (row) => row.name],
    [t('desk.phone'), (row) => row.phone],
    [t('desk.office'), (row) => cooperative.officeName(row.office)],
    [t('desk.account'), (row) => row.account_no],
    [t('desk.product'), (row) => word('product', row.product)],
    [t('desk.days'), (row) => row.days_past_due],
    [t('desk.amount'), (row) => row.amount],
  ];
}

export function sumOf(rows: DueRow[]): number {
  return rows.reduce((sum, { amount }) => sum + amount, 0);
}
