import type { Import, ImportKind } from '../../api/types';
import { codeLabel, t } from '../../i18n/index.svelte';

export const TONES = {
  uploading: 'plain',
  checking: 'warn',
  checked: 'warn',
  running: 'warn',
  done: 'good',
  failed: 'bad',
  cancelling: 'warn',
  cancelled: 'plain',
  undoing: 'warn',
  undone: 'plain',
} as const satisfies Record<Import['state'], string>;

/** The states in which Sapa works at an import. */
export const UNDER_WAY: readonly Import['state'][] = ['checking', 'running', 'undoing', 'cancelling'];

export const CANCELLABLE: readonly Import['state'][] = [
  'uploading',
  'checking',
  'checked',
  'running',
  'failed',
  'undoing',
];

/** What the check or the import made of a row, in the API's words. */
export type RowResult =
  | 'new'
  | 'changed'
  | 'same'
  | 'joined'
  | 'refused'
  | 'taken'
  | 'updated'
  | 'undone'
  | 'doubtful'
  | 'left_out';

/** The kinds of data, in the order of the API: each needs those before it. */
export function kindsOf(counts: Import['counts']): ImportKind[] {
  return Object.keys(counts) as ImportKind[];
}

export function countOf(counts: Import['counts'], kind: ImportKind, result: RowResult): number {
  return counts[kind]?.[result] ?? 0;
}

export function totalOf(counts: Import['counts'], result: RowResult): number {
  return kindsOf(counts).reduce((sum, kind) => sum + countOf(counts, kind, result), 0);
}

/** "2 anggota, 1 rekening simpanan". */
export function summaryOf(counts: Import['counts'], result: RowResult): string {
  return kindsOf(counts)
    .flatMap((kind) => {
      const count = countOf(counts, kind, result);
      return count ? [t(`import.count.${kind}`, { count })] : [];
    })
    .join(', ');
}

/** The file of a table, and the sheet if its name is another one (in a CSV it is not). */
export function sourceName(file: string, sheet: string): string {
  return [...new Set([file, sheet])].filter(Boolean).join(' · ');
}

export function fieldLabel(field: string): string {
  return codeLabel('import.field', field);
}
