import type { AsyncState } from './resource.svelte';

const MILLISECONDS = 1500;

/** Loads a resource again and again while a job on the server is running. */
export function pollWhile(isRunning: () => boolean, resource: AsyncState<unknown>): void {
  $effect(() => {
    if (!isRunning() || resource.loading) return;
    const timer = setTimeout(resource.reload, MILLISECONDS);
    return () => clearTimeout(timer);
  });
}
