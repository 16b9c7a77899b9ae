import { afterEach, describe, expect, it } from 'vitest';
import { language } from '../src/i18n/index.svelte';
import { formatDate, formatSignedRupiah, formatPhone, formatRupiah } from '../src/lib/format';

afterEach(() => language.choose('id'));

describe('rupiah', () => {
  it('groups by thousands as the language does', async () => {
    expect(formatRupiah(1234567)).toBe('Rp1.234.567');
    await language.choose('en');
    expect(formatRupiah(1234567)).toBe('Rp1,234,567');
  });

  it('puts the sign before the currency', () => {
    expect(formatRupiah(-50000)).toBe('−Rp50.000');
    expect(formatSignedRupiah(50000)).toBe('+Rp50.000');
    expect(formatSignedRupiah(-50000)).toBe('−Rp50.000');
    expect(formatSignedRupiah(0)).toBe('Rp0');
  });
});

describe('dates', () => {
  it('are written in the language, and never shifted by a time zone', async () => {
    expect(formatDate('2026-08-01')).toBe('1 Agu 2026');
    await language.choose('en');
    expect(formatDate('2026-08-01')).toBe('1 Aug 2026');
  });

  it('show a dash where there is none', () => {
    expect(formatDate(null)).toBe('–');
  });
});

describe('phone numbers', () => {
  it.each([
    ['+6281234567890', '+62 812-3456-7890'],
    ['+622112345678', '+62 21-1234-5678'],
    ['+6591234567', '+6591234567'],
    [null, '–'],
  ])('%s is shown as %s', (e164, shown) => {
    expect(formatPhone(e164)).toBe(shown);
  });
});
