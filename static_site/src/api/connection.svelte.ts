const RETRY_MILLISECONDS = 10_000;

/** Whether the server can be reached and, if not, how old the data on the screen is. */
class Connection {
  lost = $state(false);
  /** Grows with each reconnection: what is on the screen then loads again. */
  reconnections = $state(0);
  /** When the data on the screen was loaded, if it comes from the offline cache. */
  asOf = $state<string>();
  #screen = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  markLost(): void {
    if (this.lost) return;
    this.lost = true;
    this.#timer = setTimeout(this.retry, RETRY_MILLISECONDS);
  }

  restore(): void {
    if (!this.lost) return;
    clearTimeout(this.#timer);
    this.lost = false;
    this.asOf = undefined;
    this.reconnections += 1;
  }

  /** Keeps the time of the oldest cached answer on this screen. */
  showsDataFrom(at: string): void {
    const newScreen = this.#screen !== location.hash;
    this.#screen = location.hash;
    if (newScreen || !this.asOf || at < this.asOf) this.asOf = at;
  }

  retry = async (): Promise<void> => {
    clearTimeout(this.#timer);
    try {
      await fetch('/', { method: 'HEAD', cache: 'no-store' });
      this.restore();
    } catch {
      this.#timer = setTimeout(this.retry, RETRY_MILLISECONDS);
    }
  };
}

export const connection = new Connection();
