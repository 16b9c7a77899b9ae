import { cooperative } from '../../../api/cooperative.svelte';
import type { DueRow } from '../../../api/types';
import { codeLabel, t } from '../../../i18n/index.svelte';
import type { Cell } from '../../../lib/csv';

/** The columns of the CSV file of a due list: heading and cell. */
export function dueColumns(): [string, (row: DueRow) => Cell][] {
  return [
    [t('collections.due'), (row) => row.due_on],
    [t('collections.name'), (row) => row.name],
    [t('collections.phone'), (row) => row.phone],
    [t('collections.office'), (row) => cooperative.officeName(row.office)],
    [t('collections.account'), (row) => row.account_no],
    [t('collections.product'), (row) => codeLabel('product', row.product)],
    [t('collections.days'), (row) => row.days_past_due],
    [t('collections.amount'), (row) => row.amount],
  ];
}

export function sumOf(rows: DueRow[]): number {
  return rows.reduce((sum, { amount }) => sum + amount, 0);
}
