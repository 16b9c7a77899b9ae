/**
 * What this browser changed. A list that counts a change in its `load` loads again when a form
 * elsewhere on the screen has saved.
 */
class Changes {
  #members = $state(0);
  #timeline = $state(0);

  /** Of what the list of members shows. */
  get members(): number {
    return this.#members;
  }

  /** Of a member's timeline. */
  get timeline(): number {
    return this.#timeline;
  }

  member(): void {
    this.#members += 1;
  }

  noted(): void {
    this.#timeline += 1;
  }
}

export const changes = new Changes();
