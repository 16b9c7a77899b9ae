import { onDestroy } from 'svelte';

/** A function that runs once calls to it pause, unless the component is gone by then. */
export function debounced(run: () => void, milliseconds: number): () => void {
  let timer: ReturnType<typeof setTimeout>;
  onDestroy(() => clearTimeout(timer));
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  };
}
