import { language } from '../i18n/index.svelte';
import { ApiError } from './problem';
import type { SignedIn, User } from './types';

type State = 'resuming' | 'in' | 'out';

const WAS_IN = 'sapa.was-in';

/** Who is signed in. The access token lives in memory only; the refresh cookie is out of reach. */
class Session {
  state = $state<State>('resuming');
  user = $state.raw<User>();
  token: string | undefined;
  #renewal: Promise<boolean> | undefined;

  /** Whether this browser was signed in when last seen: only a hint of what to load first. */
  get wasIn(): boolean {
    return localStorage.getItem(WAS_IN) !== null;
  }

  begin(answer: Pick<SignedIn, 'access_token' | 'user'>): void {
    this.token = answer.access_token;
    this.user = answer.user;
    this.state = 'in';
    localStorage.setItem(WAS_IN, '1');
  }

  end(): void {
    this.token = undefined;
    this.user = undefined;
    this.state = 'out';
    localStorage.removeItem(WAS_IN);
  }

  async resume(): Promise<void> {
    try {
      await this.renew();
    } catch {
      this.end();
    }
  }

  async signOut(): Promise<void> {
    await post('logout').catch(() => undefined);
    this.end();
  }

  /** One renewal at a time, whoever asks; false when the session has ended. */
  renew(): Promise<boolean> {
    this.#renewal ??= this.#renewNow().finally(() => (this.#renewal = undefined));
    return this.#renewal;
  }

  async #renewNow(): Promise<boolean> {
    const response = await post('refresh');
    if (response.ok) {
      this.begin((await response.json()) as SignedIn);
      return true;
    }
    if (response.status >= 500) throw new ApiError(response.status);
    this.end();
    return false;
  }
}

function post(action: 'refresh' | 'logout'): Promise<Response> {
  return fetch(`${location.origin}/api/auth/${action}`, {
    method: 'POST',
    headers: { 'Accept-Language': language.current },
  });
}

export const session = new Session();
