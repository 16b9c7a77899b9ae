import { answer, api } from './client';

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

/** What the signed-in user may do; until the API has answered, nothing. */
class Rights {
  #held = $state.raw<string[]>();

  may(right: Right): boolean {
    return this.#held?.includes(right) ?? false;
  }

  get known(): boolean {
    return this.#held !== undefined;
  }

  async load(): Promise<void> {
    const me = await answer(api.GET('/auth/me')).catch(() => undefined);
    this.#held = me?.permissions ?? this.#held ?? [];
  }
}

export const rights = new Rights();
