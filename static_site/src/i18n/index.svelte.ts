import { id } from './id';

export type Key = keyof typeof id;
export type Messages = Record<Key, string>;
export type Language = 'id' | 'en';

const STORED = 'sapa.language';
const LOCALES = { id: 'id-ID', en: 'en-GB' } as const;

class Chosen {
  current = $state<Language>('id');
  messages = $state.raw<Messages>(id);

  get locale(): string {
    return LOCALES[this.current];
  }

  async choose(wanted: Language): Promise<void> {
    const messages = wanted === 'en' ? (await import('./en')).en : id;
    this.messages = messages;
    this.current = wanted;
    document.documentElement.lang = wanted;
    localStorage.setItem(STORED, wanted);
  }

  async restore(): Promise<void> {
    if (localStorage.getItem(STORED) === 'en') await this.choose('en');
  }
}

export const language = new Chosen();

/** A message; `{name}` takes a value, and `one|many` chooses by `count`. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const [one = '', many = one] = language.messages[key].split('|');
  const chosen = values.count === 1 ? one : many;
  return chosen.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? '';
    return typeof value === 'number' ? value.toLocaleString(language.locale) : value;
  });
}

/** The word for one of the API's codes; a code without a word (an own product's name) is shown as it is. */
export function word(group: 'product' | 'type' | 'method' | 'status', code: string): string {
  const key = `${group}.${code}`;
  return Object.hasOwn(id, key) ? t(key as Key) : code;
}
