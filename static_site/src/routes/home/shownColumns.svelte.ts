import { STORAGE_KEYS } from '../../storageKeys';
import { COLUMNS, type Column } from './columns';

/** Which columns this browser shows; the name always. */
class Shown {
  hidden = $state.raw<readonly string[]>((localStorage.getItem(STORAGE_KEYS.columns) ?? '').split(','));

  get columns(): Column[] {
    return COLUMNS.filter((column) => column === 'name' || !this.hidden.includes(column));
  }

  set columns(shown: readonly Column[]) {
    this.hidden = COLUMNS.filter((column) => !shown.includes(column));
    localStorage.setItem(STORAGE_KEYS.columns, this.hidden.join(','));
  }
}

export const shown = new Shown();
