import { t } from '../../i18n/index.svelte';

export type Column = 'member_no' | 'name' | 'status' | 'office' | 'joined_on' | 'phone' | 'nik';

export const SORTS = ['name', 'joined_on', 'member_no'] as const;

export const COLUMNS: readonly Column[] = [
  'member_no',
  'name',
  'status',
  'office',
  'joined_on',
  'phone',
  'nik',
];

/** The headings of the shown columns. A narrow list shows the other columns under the name. */
export function headings(shown: readonly Column[], narrow: boolean) {
  const keys = shown.filter((key) => !narrow || key === 'name' || key === 'status');
  return keys.map((key) => ({
    key,
    label: t(`member.${key}`),
    sortable: (SORTS as readonly string[]).includes(key),
  }));
}
