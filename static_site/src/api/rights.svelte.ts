import { answer, api } from './client';

export type Right =
  | 'members:write'
  | 'members:reveal'
  | 'accounts:write'
  | 'accounts:reverse'
  | 'contacts:write';

/** What the signed-in user may do; until the API has answered, nothing. */
class Rights {
  #held = $state.raw<string[]>([]);

  may(right: Right): boolean {
    return this.#held.includes(right);
  }

  async load(): Promise<void> {
    const me = await answer(api.GET('/auth/me')).catch(() => undefined);
    this.#held = me?.permissions ?? [];
  }
}

export const rights = new Rights();
