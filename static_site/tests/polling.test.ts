import { expect, test } from 'vitest';
import { pauseAfter } from '../src/lib/polling';

const pauses = (count: number) => Array.from({ length: count }, (_, times) => pauseAfter(times));

test('a job of half a second is seen to end within another half', () => {
  expect(pauseAfter(0)).toBeLessThanOrEqual(250);
  expect(pauseAfter(0) + pauseAfter(1)).toBeLessThan(1000);
});

test('a long job is asked about ever more seldom, and every two seconds at last', () => {
  const first = pauses(8);
  expect(first).toEqual([...first].sort((a, b) => a - b));
  expect(pauseAfter(1000)).toBe(2000);
});
