import { STORED } from '../stored';
import { words as core } from './id/core';

/** The words of the screens, each loaded with the screens that show them. */
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
  everything: { id: () => import('./id/everything'), en: () => import('./en/everything') },
  collections: { id: () => import('./id/collections'), en: () => import('./en/collections') },
  about: { id: () => import('./id/about'), en: () => import('./en/about') },
};

export type Part = keyof typeof parts;
export type Language = 'id' | 'en';
type WordsOf<P extends Part> = Awaited<ReturnType<(typeof parts)[P]['id']>>['words'];
export type Key = keyof typeof core | { [P in Part]: keyof WordsOf<P> }[Part];
type Words = Partial<Record<Key, string>>;

const LOCALES = { id: 'id-ID', en: 'en-GB' } as const;

class Chosen {
  current = $state<Language>('id');
  words = $state.raw<Words>(core);
  #loaded = new Set<Part>();

  get locale(): string {
    return LOCALES[this.current];
  }

  async choose(wanted: Language): Promise<void> {
    const [first, ...others] = await Promise.all([
      wanted === 'en' ? import('./en/core') : { words: core },
      ...[...this.#loaded].map((part) => parts[part][wanted]()),
    ]);
    this.words = Object.assign({}, first.words, ...others.map(({ words }) => words));
    this.current = wanted;
    document.documentElement.lang = wanted;
    localStorage.setItem(STORED.language, wanted);
  }

  /** Loads parts that are not there yet, in the language of the moment. */
  async load(wanted: readonly Part[]): Promise<void> {
    const missing = wanted.filter((part) => !this.#loaded.has(part));
    const spoken = this.current;
    const found = await Promise.all(missing.map((part) => parts[part][spoken]()));
    if (spoken !== this.current) return this.load(wanted);
    this.words = Object.assign({}, this.words, ...found.map(({ words }) => words));
    for (const part of missing) this.#loaded.add(part);
  }

  async restore(): Promise<void> {
    if (localStorage.getItem(STORED.language) === 'en') await this.choose('en');
  }
}

export const language = new Chosen();

/** A message; `{name}` takes a value, and `one|many` chooses by `count`. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const [one = '', many = one] = (language.words[key] ?? key).split('|');
  const chosen = values.count === 1 ? one : many;
  return chosen.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? '';
    return typeof value === 'number' ? value.toLocaleString(language.locale) : value;
  });
}

type Group = 'product' | 'type' | 'method' | 'status' | 'role' | 'scope' | 'action' | 'detail';

/** The word for one of the API's codes; a code without a word (an own product's name) is shown as it is. */
export function word(group: Group, code: string): string {
  const key = `${group}.${code}`;
  return Object.hasOwn(language.words, key) ? t(key as Key) : code;
}
