import { language } from '../i18n/index.svelte';
import { connection } from './connection.svelte';

/** The state of an answer, as a panel shows it. */
export interface AsyncState<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  reload(): void;
}

/**
 * An answer of the API that lives as long as its component. It loads again when a value that `load`
 * reads changes, when the language changes (the API answers in sentences) and when a lost
 * connection is back. Until then the last answer stays.
 */
export class Resource<T> implements AsyncState<T> {
  data = $state.raw<T>();
  error = $state.raw<unknown>();
  loading = $state(true);
  #attempt = $state(0);

  constructor(load: (signal: AbortSignal) => Promise<T>) {
    $effect(() => {
      void this.#attempt;
      void language.current;
      void connection.reconnections;
      const controller = new AbortController();
      this.loading = true;
      load(controller.signal)
        .then(
          (data) => {
            if (controller.signal.aborted) return;
            this.data = data;
            this.error = undefined;
          },
          (error: unknown) => {
            if (!controller.signal.aborted) this.error = error;
          },
        )
        .finally(() => {
          if (!controller.signal.aborted) this.loading = false;
        });
      return () => controller.abort();
    });
  }

  reload = (): void => {
    this.#attempt += 1;
  };
}
