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

const RETRY_MILLISECONDS = 3000;

/** What the signed-in user may do: nothing until the API has answered. */
class Rights {
  #granted = $state.raw<string[]>();

  may(right: Right): boolean {
    return this.#granted?.includes(right) ?? false;
  }

  get known(): boolean {
    return this.#granted !== undefined;
  }

  /** Retries if the API failed. A lost connection needs no retry: App loads again when it is back. */
  async load(): Promise<void> {
    try {
      this.#granted = (await answer(api.GET('/auth/me'))).permissions;
    } catch (error) {
      this.#granted ??= [];
      const serverFailed = error instanceof ApiError && error.status >= 500;
      if (serverFailed) setTimeout(() => void this.load(), RETRY_MILLISECONDS);
    }
  }
}

export const rights = new Rights();
