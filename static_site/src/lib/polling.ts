const SHORTEST = 250;
const LONGEST = 2000;
const GROWTH = 1.5;

/**
 * Milliseconds before asking once more how far a job is, when it was asked `times` times already:
 * a short job is seen to end at once, and a long one is asked about seldom.
 */
export function pauseAfter(times: number): number {
  return Math.min(SHORTEST * GROWTH ** times, LONGEST);
}
