/**
 * Tells lists on the screen that a form elsewhere has saved. A list whose `load` reads one of
 * these counters loads again when the counter grows.
 */
class Invalidation {
  memberList = $state(0);
  timeline = $state(0);

  invalidateMemberList(): void {
    this.memberList += 1;
  }

  invalidateTimeline(): void {
    this.timeline += 1;
  }
}

export const invalidation = new Invalidation();
