import { describe, expect, it } from 'vitest';
import { allPages, csvRow } from '../src/lib/csv';

describe('a row of CSV', () => {
  it('quotes what has commas, quotes or line ends in it', () => {
    expect(csvRow(['Siti, "Bu"', 'dua\nbaris', 'biasa'])).toBe(
      '"Siti, ""Bu""","dua\nbaris",biasa\r\n',
    );
  });

  it('defuses formulas but not negative numbers', () => {
    expect(csvRow(['=1+1', '@a', '-x', '+62 812', -5000])).toBe("'=1+1,'@a,'-x,'+62 812,-5000\r\n");
  });

  it('leaves out what is not there', () => {
    expect(csvRow([null, undefined, 0])).toBe(',,0\r\n');
  });
});

describe('all pages', () => {
  it('are read to the end, and counted', async () => {
    const counts: number[] = [];
    const pages = {
      first: { items: [1, 2], next_cursor: 'second' },
      second: { items: [3], next_cursor: null },
    };
    const load = (cursor?: string) => Promise.resolve(pages[(cursor ?? 'first') as 'first']);
    expect(await allPages(load, (count) => counts.push(count))).toEqual([1, 2, 3]);
    expect(counts).toEqual([2, 3]);
  });
});
