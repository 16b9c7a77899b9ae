import { language } from '../i18n/index.svelte';
import { connection } from './connection.svelte';

/** What a panel needs to know of its answer. */
export interface Loading<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  reload(): void;
}

/**
 * An answer of the API for as long as a component lives. Loads again when a value that `load`
 * read changes, the language (the API answers sentences), or a
 * lost connection comes back; the last answer stays until then.
 */
export class Resource<T> implements Loading<T> {
  data = $state.raw<T>();
  error = $state.raw<unknown>();
  loading = $state(true);
  #attempt = $state(0);

  constructor(load: (signal: AbortSignal) => Promise<T>) {
    $effect(() => {
      void this.#attempt;
      void language.current;
      void connection.returns;
      const stale = new AbortController();
      this.loading = true;
      load(stale.signal)
        .then(
          (data) => {
            if (stale.signal.aborted) return;
            this.data = data;
            this.error = undefined;
          },
          (error: unknown) => {
            if (!stale.signal.aborted) this.error = error;
          },
        )
        .finally(() => {
          if (!stale.signal.aborted) this.loading = false;
        });
      return () => stale.abort();
    });
  }

  reload = (): void => {
    this.#attempt += 1;
  };
}
