import { describe } from './problem';
import { Resource, type AsyncState } from './resource.svelte';
import { toasts } from '../ui/layout/toast.svelte';

interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** A list that is loaded page by page. It starts again when a value that `load` reads changes. */
export class Paged<T> implements AsyncState<T[]> {
  loadingMore = $state(false);
  #first: Resource<Page<T>>;
  /** The pages after the first; only valid for the first page that they were loaded after. */
  #morePages = $state.raw<{ first?: Page<T>; items: T[]; cursor: string | null }>({
    items: [],
    cursor: null,
  });
  #load: (cursor?: string, signal?: AbortSignal) => Promise<Page<T>>;

  constructor(load: (cursor?: string, signal?: AbortSignal) => Promise<Page<T>>) {
    this.#load = load;
    this.#first = new Resource((signal) => load(undefined, signal));
  }

  get data(): T[] | undefined {
    const first = this.#first.data;
    return first && [...first.items, ...(this.#morePagesLoaded ? this.#morePages.items : [])];
  }

  get cursor(): string | null {
    return this.#morePagesLoaded ? this.#morePages.cursor : (this.#first.data?.next_cursor ?? null);
  }

  get error(): unknown {
    return this.#first.error;
  }

  get loading(): boolean {
    return this.#first.loading;
  }

  get #morePagesLoaded(): boolean {
    return this.#morePages.first !== undefined && this.#morePages.first === this.#first.data;
  }

  reload = (): void => this.#first.reload();

  /** Loads all remaining pages; returns false if a page failed to load. */
  all = async (): Promise<boolean> => {
    for (let cursor = this.cursor; cursor; cursor = this.cursor) {
      await this.more();
      if (this.cursor === cursor) return false;
    }
    return true;
  };

  more = async (): Promise<void> => {
    const first = this.#first.data;
    const cursor = this.cursor;
    if (!first || !cursor || this.loadingMore) return;
    const before = this.#morePagesLoaded ? this.#morePages.items : [];
    this.loadingMore = true;
    try {
      const page = await this.#load(cursor);
      this.#morePages = { first, items: [...before, ...page.items], cursor: page.next_cursor };
    } catch (error) {
      toasts.show(describe(error));
    } finally {
      this.loadingMore = false;
    }
  };
}
