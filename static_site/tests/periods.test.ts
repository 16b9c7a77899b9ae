import { describe, expect, it } from 'vitest';
import { addDays, periods } from '../src/lib/periods';

describe('periods', () => {
  it.each([
    ['2026-11-24', '2026-11-23', '2026-11-29'],
    ['2026-11-23', '2026-11-23', '2026-11-29'],
    ['2026-11-29', '2026-11-23', '2026-11-29'],
    ['2027-01-01', '2026-12-28', '2027-01-03'],
  ])('of %s has a week from Monday %s to Sunday %s', (today, from, to) => {
    expect(periods(today).week).toEqual({ from, to });
    expect(periods(today).nextWeek).toEqual({ from: addDays(from, 7), to: addDays(to, 7) });
  });

  it('ends what is overdue the day before', () => {
    expect(periods('2028-03-01').overdue).toEqual({ to: '2028-02-29' });
  });
});
