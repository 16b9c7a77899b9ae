import { onDestroy } from 'svelte';

/** Runs a function once its calls pause for so long, unless the component is destroyed before. */
export function debounced(run: () => void, milliseconds: number): () => void {
  let timer: ReturnType<typeof setTimeout>;
  onDestroy(() => clearTimeout(timer));
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  };
}
