import type { NewAccount } from '../../../api/types';

type Row = NonNullable<NewAccount['installments']>[number];

export interface Pasted {
  rows: Row[];
  /** The first line that is not a date and one or two amounts, counted from 1. */
  wrong?: number;
}

/**
 * Lines of a due date, the principal and perhaps the margin, parted by tabs, semicolons or bars,
 * as a spreadsheet gives them: `10/02/2026; 1.000.000; 100.000`.
 */
export function pasted(text: string): Pasted {
  const rows: Row[] = [];
  for (const [place, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    const [date = '', ...cells] = line.split(/[\t;|]/).map((cell) => cell.trim());
    const due_on = isoDate(date);
    const [principal, margin = 0] = cells.map(amount);
    if (!due_on || principal === undefined || Number.isNaN(principal + margin) || cells.length > 2) {
      return { rows, wrong: place + 1 };
    }
    rows.push({ due_on, principal, margin });
  }
  return { rows };
}

/** Day first, as Indonesians write it, or the year first. */
function isoDate(text: string): string | undefined {
  const parts =
    /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/.exec(text) ??
    /^(?<day>\d{1,2})[-/.](?<month>\d{1,2})[-/.](?<year>\d{4})$/.exec(text);
  if (!parts?.groups) return undefined;
  const { year, month, day } = parts.groups;
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
}

/** Whole rupiah, with or without Rp and separators; NaN is none. */
function amount(text: string): number {
  const digits = text.replace(/^Rp\s*/i, '').replace(/[.,\s](?=\d{3}(\D|$))/g, '');
  return /^\d+$/.test(digits) ? Number(digits) : Number.NaN;
}
