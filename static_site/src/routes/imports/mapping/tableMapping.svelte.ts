import type { ImportKind, ImportTable, TableCorrection } from '../../../api/types';

/** What a column can be mapped to besides a field: it is ignored, or not yet known. */
export const IGNORED = '-';
export const UNKNOWN = '';

/** The kind of a table and the fields of its columns, as a clerk corrects them. */
export class TableMapping {
  readonly table: ImportTable;
  kind = $state<ImportKind>('members');
  /** The field of each column, by its heading. */
  fields = $state<Record<string, string>>({});

  constructor(table: ImportTable) {
    this.table = table;
    this.kind = table.kind;
    this.fields = Object.fromEntries(
      table.columns.map((column) => [column.heading, recognised(column)]),
    );
  }

  /** Another kind has other fields: the server maps the columns in the next check. */
  get kindChanged(): boolean {
    return this.kind !== this.table.kind;
  }

  /** Fields that are chosen for more than one column. */
  get duplicates(): string[] {
    const fields = Object.values(this.fields).filter(
      (field) => field !== IGNORED && field !== UNKNOWN,
    );
    return [...new Set(fields.filter((field, index) => fields.indexOf(field) !== index))];
  }

  /** What the clerk changed, if anything. */
  get correction(): TableCorrection | undefined {
    const { number, columns } = this.table;
    if (this.kindChanged) return { table: number, kind: this.kind, columns: {} };
    const changed = columns.filter((column) => this.fields[column.heading] !== recognised(column));
    if (changed.length === 0) return undefined;
    const corrected = changed.map(({ heading }) => {
      const field = this.fields[heading];
      return [heading, field === IGNORED ? null : field];
    });
    return { table: number, kind: null, columns: Object.fromEntries(corrected) };
  }
}

function recognised({ field, ignored }: ImportTable['columns'][number]): string {
  return field ?? (ignored ? IGNORED : UNKNOWN);
}
