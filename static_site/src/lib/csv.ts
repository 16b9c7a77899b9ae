export type Cell = string | number | null | undefined;

/** What a spreadsheet would take for a formula where it begins a text. */
const FORMULA = /^[=+\-@\t\r]/;

/** One record of RFC 4180. Texts that look like a formula are defused, numbers are left alone. */
export function csvRow(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell ?? '') ? `'${cell}` : (cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands the reader a file; it begins with the mark by which spreadsheets know UTF-8. */
export function saveCsv(name: string, rows: readonly string[]): void {
  const url = URL.createObjectURL(new Blob(['\uFEFF', ...rows], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Each page of a list until its end; `onpage` learns how many rows there are so far. */
export async function allPages<T>(
  load: (cursor?: string) => Promise<{ items: T[]; next_cursor: string | null }>,
  onpage: (count: number) => void = () => undefined,
): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await load(cursor);
    found.push(...page.items);
    cursor = page.next_cursor ?? undefined;
    onpage(found.length);
  } while (cursor);
  return found;
}
