import { afterEach, describe, expect, it } from 'vitest';
import { codeLabel, language, t } from '../src/i18n/index.svelte';

type Words = Record<string, string>;
const of = (modules: Record<string, { messages: Words }>) =>
  Object.assign({}, ...Object.values(modules).map(({ messages }) => messages)) as Words;
const files = import.meta.glob<{ messages: Words }>('../src/i18n/id/*.ts', { eager: true });
const id = of(files);
const en = of(import.meta.glob('../src/i18n/en/*.ts', { eager: true }));
const keys = Object.keys(id);
const placeholders = (message: string) =>
  [...new Set([...message.matchAll(/\{\w+\}/g)].map(([name]) => name))].sort();

afterEach(() => language.choose('id'));

describe('the two languages', () => {
  it('have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
  });

  it('say each thing in one part only', () => {
    const all = Object.values(files).flatMap(({ messages }) => Object.keys(messages));
    expect(all.sort()).toEqual([...keys].sort());
  });

  it('take the same values in each message', () => {
    for (const key of keys) {
      expect(placeholders(en[key] ?? ''), key).toEqual(placeholders(id[key] ?? ''));
    }
  });

  it('leave no message empty', () => {
    for (const key of keys) expect(id[key] && en[key], key).toBeTruthy();
  });
});

describe('t', () => {
  it('chooses the plural by count, and writes numbers in the language', async () => {
    expect(t('list.total', { count: 1300 })).toBe('1.300 anggota');
    await language.choose('en');
    expect(t('list.total', { count: 1 })).toBe('1 member');
    expect(t('list.total', { count: 1300 })).toBe('1,300 members');
  });

  it('tells the document its language and remembers it', async () => {
    await language.choose('en');
    expect(document.documentElement.lang).toBe('en');
    expect(localStorage.getItem('sapa.language')).toBe('en');
  });
});

describe('codeLabel', () => {
  it('shows a code without a message as it is', () => {
    expect(codeLabel('product', 'wajib')).toBe('Simpanan wajib');
    expect(codeLabel('product', 'Simpanan Haji')).toBe('Simpanan Haji');
    expect(codeLabel('product', 'constructor')).toBe('constructor');
  });
});
