import { STORAGE_KEYS } from '../storageKeys';
import { messages as core } from './id/core';

/** The texts of the screens, in parts; a part is loaded with the first screen that needs it. */
const parts = {
  codes: { id: () => import('./id/codes'), en: () => import('./en/codes') },
  members: { id: () => import('./id/members'), en: () => import('./en/members') },
  listTools: { id: () => import('./id/listTools'), en: () => import('./en/listTools') },
  documents: { id: () => import('./id/documents'), en: () => import('./en/documents') },
  memberForms: { id: () => import('./id/memberForms'), en: () => import('./en/memberForms') },
  admin: { id: () => import('./id/admin'), en: () => import('./en/admin') },
  audit: { id: () => import('./id/audit'), en: () => import('./en/audit') },
  overlay: { id: () => import('./id/overlay'), en: () => import('./en/overlay') },
  followUps: { id: () => import('./id/followUps'), en: () => import('./en/followUps') },
  reminders: { id: () => import('./id/reminders'), en: () => import('./en/reminders') },
  imports: { id: () => import('./id/imports'), en: () => import('./en/imports') },
  fullExport: { id: () => import('./id/fullExport'), en: () => import('./en/fullExport') },
  collections: { id: () => import('./id/collections'), en: () => import('./en/collections') },
  about: { id: () => import('./id/about'), en: () => import('./en/about') },
};

export type Part = keyof typeof parts;
export type Language = 'id' | 'en';
type MessagesOf<P extends Part> = Awaited<ReturnType<(typeof parts)[P]['id']>>['messages'];
export type Key = keyof typeof core | { [P in Part]: keyof MessagesOf<P> }[Part];
type Messages = Partial<Record<Key, string>>;

const LOCALES = { id: 'id-ID', en: 'en-GB' } as const;

class LanguageSetting {
  current = $state<Language>('id');
  messages = $state.raw<Messages>(core);
  #loadedParts = new Set<Part>();

  get locale(): string {
    return LOCALES[this.current];
  }

  async choose(wanted: Language): Promise<void> {
    const [first, ...others] = await Promise.all([
      wanted === 'en' ? import('./en/core') : { messages: core },
      ...[...this.#loadedParts].map((part) => parts[part][wanted]()),
    ]);
    this.messages = Object.assign({}, first.messages, ...others.map(({ messages }) => messages));
    this.current = wanted;
    document.documentElement.lang = wanted;
    localStorage.setItem(STORAGE_KEYS.language, wanted);
  }

  /** Loads the parts that are missing; starts again if the language changes meanwhile. */
  async load(wanted: readonly Part[]): Promise<void> {
    const missing = wanted.filter((part) => !this.#loadedParts.has(part));
    const languageAtStart = this.current;
    const loaded = await Promise.all(missing.map((part) => parts[part][languageAtStart]()));
    if (languageAtStart !== this.current) return this.load(wanted);
    this.messages = Object.assign({}, this.messages, ...loaded.map(({ messages }) => messages));
    for (const part of missing) this.#loadedParts.add(part);
  }

  async restore(): Promise<void> {
    if (localStorage.getItem(STORAGE_KEYS.language) === 'en') await this.choose('en');
  }
}

export const language = new LanguageSetting();

/** The text of a key; `{name}` takes a value, and in `one|many` the value `count` chooses. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const text = language.messages[key];
  if (text === undefined) console.error(`no text for ${key}`);
  const [one = '', many = one] = (text ?? key).split('|');
  const chosen = values.count === 1 ? one : many;
  return chosen.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? '';
    return typeof value === 'number' ? value.toLocaleString(language.locale) : value;
  });
}

type CodeGroup =
  | 'product'
  | 'type'
  | 'method'
  | 'status'
  | 'role'
  | 'scope'
  | 'action'
  | 'detail'
  | 'reminder.reason'
  | 'import.field';

/** The text for a code of the API; an unknown code (such as a cooperative's own product) is shown as it is. */
export function codeLabel(group: CodeGroup, code: string): string {
  const key = `${group}.${code}`;
  return Object.hasOwn(language.messages, key) ? t(key as Key) : code;
}
