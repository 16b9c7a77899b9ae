export type Cell = string | number | null | undefined;

/** The beginnings of texts that spreadsheets take for a formula, in some languages full-width too. */
const FORMULA = /^[=+\-@＝＋－＠﹦﹢﹣﹫\t\r\n]/;

/** One record of RFC 4180. Texts that look like a formula get a leading quote. */
export function csvRow(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell ?? '') ? `'${cell}` : (cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Downloads a file; the byte order mark tells spreadsheets that it is UTF-8. */
export function saveCsv(name: string, rows: readonly string[]): void {
  const url = URL.createObjectURL(new Blob(['\uFEFF', ...rows], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Loads all pages of a list; `onpage` gets the number of rows so far. */
export async function allPages<T>(
  load: (cursor?: string) => Promise<{ items: T[]; next_cursor: string | null }>,
  onpage: (count: number) => void = () => undefined,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await load(cursor);
    items.push(...page.items);
    cursor = page.next_cursor ?? undefined;
    onpage(items.length);
  } while (cursor);
  return items;
}
