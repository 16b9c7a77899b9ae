import type { NewAccount } from '../../../api/types';

type Row = NonNullable<NewAccount['installments']>[number];

export interface ParsedInstallments {
  rows: Row[];
  /** The first line that cannot be read, counted from 1. */
  invalidLine?: number;
}

/**
 * Reads lines of due date, principal and optional margin, separated by tabs, semicolons or bars:
 * `10/02/2026; 1.000.000; 100.000`.
 */
export function parseInstallments(text: string): ParsedInstallments {
  const rows: Row[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    const [date = '', ...cells] = line.split(/[\t;|]/).map((cell) => cell.trim());
    const due_on = isoDate(date);
    const [principal, margin = 0] = cells.map(parseAmount);
    if (!due_on || principal === undefined || Number.isNaN(principal + margin) || cells.length > 2) {
      return { rows, invalidLine: index + 1 };
    }
    rows.push({ due_on, principal, margin });
  }
  return { rows };
}

/** Day first, as is usual in Indonesia, or year first. */
function isoDate(text: string): string | undefined {
  const parts =
    /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/.exec(text) ??
    /^(?<day>\d{1,2})[-/.](?<month>\d{1,2})[-/.](?<year>\d{4})$/.exec(text);
  if (!parts?.groups) return undefined;
  const { year, month, day } = parts.groups;
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
}

/** Whole rupiah, with or without Rp and separators; NaN if it cannot be read. */
function parseAmount(text: string): number {
  const digits = text.replace(/^Rp\s*/i, '').replace(/[.,\s](?=\d{3}(\D|$))/g, '');
  return /^\d+$/.test(digits) ? Number(digits) : Number.NaN;
}
