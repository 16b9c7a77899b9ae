const PAUSE = 10_000;

/** Whether the server is reached; where not, as of when is what the screen shows. */
class Connection {
  lost = $state(false);
  /** How often it came back: what is shown is then loaded anew. */
  returns = $state(0);
  asOf = $state<string>();
  #screen = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  lose(): void {
    if (this.lost) return;
    this.lost = true;
    this.#timer = setTimeout(this.retry, PAUSE);
  }

  restore(): void {
    if (!this.lost) return;
    clearTimeout(this.#timer);
    this.lost = false;
    this.asOf = undefined;
    this.returns += 1;
  }

  /** The oldest of what a screen shows says as of when it is. */
  shows(at: string): void {
    const another = this.#screen !== location.hash;
    this.#screen = location.hash;
    if (another || !this.asOf || at < this.asOf) this.asOf = at;
  }

  retry = async (): Promise<void> => {
    clearTimeout(this.#timer);
    try {
      await fetch('/', { method: 'HEAD', cache: 'no-store' });
      this.restore();
    } catch {
      this.#timer = setTimeout(this.retry, PAUSE);
    }
  };
}

export const connection = new Connection();
