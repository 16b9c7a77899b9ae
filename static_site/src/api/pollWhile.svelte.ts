import { pauseAfter } from '../lib/polling';
import type { AsyncState } from './resource.svelte';

/** Loads a resource again and again while a job on the server is running. */
export function pollWhile(isRunning: () => boolean, resource: AsyncState<unknown>): void {
  let polls = 0;
  $effect(() => {
    if (!isRunning()) polls = 0;
    if (!isRunning() || resource.loading) return;
    const timer = setTimeout(resource.reload, pauseAfter(polls++));
    return () => clearTimeout(timer);
  });
}
