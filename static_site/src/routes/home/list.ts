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

/** The columns of the list; secondary ones stand under the name where there is no room. */
export function columns(keys: readonly Column[]) {
  return keys.map((key) => ({
    key,
    label: t(`member.${key}`),
    sortable: (SORTS as readonly string[]).includes(key),
    class: key === 'name' || key === 'status' ? '' : 'secondary',
  }));
}

export function withParameter(query: URLSearchParams, name: string, value: string) {
  const changed = new URLSearchParams(query);
  if (value) changed.set(name, value);
  else changed.delete(name);
  return changed;
}
