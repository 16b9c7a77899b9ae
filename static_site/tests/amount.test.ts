import { afterEach, describe, expect, it } from 'vitest';
import { language } from '../src/i18n/index.svelte';
import { caretAfter, parseAmount } from '../src/lib/amount';

afterEach(() => language.choose('id'));

describe('parseAmount', () => {
  it('reads whole rupiah with or without separators', () => {
    expect(parseAmount('1.100.000')).toBe(1_100_000);
    expect(parseAmount('Rp 1100000')).toBe(1_100_000);
    expect(parseAmount('0')).toBe(0);
  });

  it('leaves out what follows a decimal separator of the language', async () => {
    expect(parseAmount('1.000,50')).toBe(1000);
    await language.choose('en');
    expect(parseAmount('1,000.50')).toBe(1000);
  });

  it('knows no amount where there is no digit', () => {
    expect(parseAmount('')).toBeUndefined();
    expect(parseAmount('-')).toBeUndefined();
  });

  it('stays within what a number holds exactly', () => {
    expect(Number.isSafeInteger(parseAmount('9'.repeat(30)))).toBe(true);
  });
});

describe('caretAfter', () => {
  it('counts digits, not separators', () => {
    expect(caretAfter('1.100.000', 0)).toBe(0);
    expect(caretAfter('1.100.000', 2)).toBe(3);
    expect(caretAfter('1.100.000', 7)).toBe(9);
  });
});
