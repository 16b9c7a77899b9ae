import { answer, api } from './client';
import { ApiError } from './problem';

export type Right =
  | 'members:write'
  | 'members:reveal'
  | 'members:export'
  | 'accounts:write'
  | 'accounts:reverse'
  | 'arrears:write'
  | 'contacts:write'
  | 'settings:write'
  | 'users:write'
  | 'audit:read'
  | 'messages:send'
  | 'reminders:read'
  | 'reminders:write'
  | 'reminders:manage'
  | 'imports:write'
  | 'cooperative:export';

const PAUSE = 3000;

/** What the signed-in user may do; until the API has answered, nothing. */
class Rights {
  #held = $state.raw<string[]>();

  may(right: Right): boolean {
    return this.#held?.includes(right) ?? false;
  }

  get known(): boolean {
    return this.#held !== undefined;
  }

  /** Asks again where the API failed; whoever comes back from no network is asked anew anyway. */
  async load(): Promise<void> {
    try {
      this.#held = (await answer(api.GET('/auth/me'))).permissions;
    } catch (error) {
      this.#held ??= [];
      if (error instanceof ApiError && error.status >= 500) setTimeout(() => void this.load(), PAUSE);
    }
  }
}

export const rights = new Rights();
