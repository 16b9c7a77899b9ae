import { COLUMNS, type Column } from './list';

const STORED = 'sapa.hidden-columns';

/** Which columns this browser shows; the name always. */
class Shown {
  hidden = $state.raw<readonly string[]>((localStorage.getItem(STORED) ?? '').split(','));

  get columns(): Column[] {
    return COLUMNS.filter((column) => column === 'name' || !this.hidden.includes(column));
  }

  set columns(shown: readonly Column[]) {
    this.hidden = COLUMNS.filter((column) => !shown.includes(column));
    localStorage.setItem(STORED, this.hidden.join(','));
  }
}

export const shown = new Shown();
