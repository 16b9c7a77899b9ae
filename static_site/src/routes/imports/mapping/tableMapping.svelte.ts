import type { ImportKind, ImportTable, TableCorrection } from '../../../api/types';

/** What a column is said to hold: a field, or that it is not read, or nothing yet. */
export const IGNORED = '-';
export const UNKNOWN = '';

/** One table as a clerk corrects it. */
export class Correcting {
  readonly table: ImportTable;
  kind = $state<ImportKind>('members');
  chosen = $state<Record<string, string>>({});

  constructor(table: ImportTable) {
    this.table = table;
    this.kind = table.kind;
    this.chosen = Object.fromEntries(table.columns.map((column) => [column.heading, held(column)]));
  }

  /** Another kind has other fields: the server finds them at the next check. */
  get otherKind(): boolean {
    return this.kind !== this.table.kind;
  }

  /** Fields that are chosen for more than one column. */
  get twice(): string[] {
    const fields = Object.values(this.chosen).filter((one) => one !== IGNORED && one !== UNKNOWN);
    return [...new Set(fields.filter((field, place) => fields.indexOf(field) !== place))];
  }

  get correction(): TableCorrection | undefined {
    const { number, columns } = this.table;
    if (this.otherKind) return { table: number, kind: this.kind, columns: {} };
    const changed = columns.filter((column) => this.chosen[column.heading] !== held(column));
    if (changed.length === 0) return undefined;
    const fields = changed.map(({ heading }) => {
      const field = this.chosen[heading];
      return [heading, field === IGNORED ? null : field];
    });
    return { table: number, kind: null, columns: Object.fromEntries(fields) };
  }
}

function held({ field, ignored }: ImportTable['columns'][number]): string {
  return field ?? (ignored ? IGNORED : UNKNOWN);
}
