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

/** The columns of the list; where it is narrow, the others stand under the name. */
export function columns(keys: readonly Column[], narrow: boolean) {
  const there = keys.filter((key) => !narrow || key === 'name' || key === 'status');
  return there.map((key) => ({
    key,
    label: t(`member.${key}`),
    sortable: (SORTS as readonly string[]).includes(key),
  }));
}

export function withParameter(query: URLSearchParams, name: string, value: string) {
  const changed = new URLSearchParams(query);
  if (value) changed.set(name, value);
  else changed.delete(name);
  return changed;
}
