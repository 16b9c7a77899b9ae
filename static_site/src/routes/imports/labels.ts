import type { Import, ImportKind } from '../../api/types';
import { language, t, type Key } from '../../i18n/index.svelte';

export const TONES = {
  uploading: 'plain',
  checking: 'warn',
  checked: 'warn',
  running: 'warn',
  done: 'good',
  failed: 'bad',
  undoing: 'warn',
  undone: 'plain',
} as const satisfies Record<Import['state'], string>;

export type Fate =
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

export function counted(counts: Import['counts'], fate: Fate): number {
  return Object.values(counts).reduce((sum, states) => sum + (states[fate] ?? 0), 0);
}

/** "2 anggota, 1 rekening simpanan". */
export function said(counts: Import['counts'], fate: Fate): string {
  return kindsOf(counts).flatMap((kind) => {
    const count = countOf(counts, kind, fate);
    return count ? [t(`import.count.${kind}`, { count })] : [];
  }).join(', ');
}

/** In the order in which they build on each other, as the server answers them. */
export function kindsOf(counts: Import['counts']): ImportKind[] {
  return Object.keys(counts) as ImportKind[];
}

export function countOf(counts: Import['counts'], kind: ImportKind, fate: Fate): number {
  return counts[kind]?.[fate] ?? 0;
}

/** A table's file, and its sheet where it has a name of its own (a CSV's is the file's). */
export function place(file: string, sheet: string): string {
  return [...new Set([file, sheet])].filter(Boolean).join(' · ');
}

/** A field of a table; one this screen does not know is shown by its name. */
export function fieldName(field: string): string {
  const key = `import.field.${field}`;
  return Object.hasOwn(language.messages, key) ? t(key as Key) : field;
}
