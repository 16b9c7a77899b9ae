import { STORAGE_KEYS } from '../../storageKeys';
import { COLUMNS, type Column } from './columns';

/** The columns that the user has chosen for this browser; the name is always shown. */
class ShownColumns {
  #hidden = $state.raw<readonly string[]>(
    (localStorage.getItem(STORAGE_KEYS.columns) ?? '').split(','),
  );

  get current(): Column[] {
    return COLUMNS.filter((column) => column === 'name' || !this.#hidden.includes(column));
  }

  set current(shown: readonly Column[]) {
    this.#hidden = COLUMNS.filter((column) => !shown.includes(column));
    localStorage.setItem(STORAGE_KEYS.columns, this.#hidden.join(','));
  }
}

export const shownColumns = new ShownColumns();
