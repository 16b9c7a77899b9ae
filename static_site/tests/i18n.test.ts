import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../src/i18n/en';
import { id } from '../src/i18n/id';
import { language, t, word, type Key } from '../src/i18n/index.svelte';

const keys = Object.keys(id) as Key[];
const placeholders = (message: string) =>
  [...new Set([...message.matchAll(/\{\w+\}/g)].map(([name]) => name))].sort();

afterEach(() => language.choose('id'));

describe('the two languages', () => {
  it('have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
  });

  it('take the same values in each message', () => {
    for (const key of keys) expect(placeholders(en[key]), key).toEqual(placeholders(id[key]));
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

describe('word', () => {
  it('shows a code without a word as it is', () => {
    expect(word('product', 'wajib')).toBe('Simpanan wajib');
    expect(word('product', 'Simpanan Haji')).toBe('Simpanan Haji');
    expect(word('product', 'constructor')).toBe('constructor');
  });
});
