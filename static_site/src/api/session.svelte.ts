import { language } from '../i18n/index.svelte';
import { STORAGE_KEYS } from '../storageKeys';
import { clearOfflineCache } from './clearOfflineCache';
import { ApiError } from './problem';
import type { SignedIn, User } from './types';

/** `expired`: the API no longer accepts the session; the user is asked to sign in over the screen. */
type State = 'resuming' | 'signed-in' | 'expired' | 'signed-out';

/**
 * Who is signed in, the same in all tabs. The access token is only in memory, and scripts cannot
 * read the refresh cookie. The user is also in localStorage until sign-out: it decides what to load
 * first, informs the other tabs, and names the user whose offline cache may be shown.
 */
class Session {
  state = $state<State>('resuming');
  user = $state.raw<User>();
  /** Sapa generated the password: until another is chosen the API allows nothing else. */
  mustChangePassword = $state(false);
  token: string | undefined;
  #renewal: Promise<boolean> | undefined;
  #waiting: ((signedIn: boolean) => void)[] = [];

  get wasSignedIn(): boolean {
    return localStorage.getItem(STORAGE_KEYS.user) !== null;
  }

  begin(answer: Pick<SignedIn, 'access_token' | 'user' | 'must_change_password'>): void {
    if (this.user && this.user.username !== answer.user.username) return this.#reloadPage();
    this.token = answer.access_token;
    this.user = answer.user;
    this.mustChangePassword = answer.must_change_password;
    this.state = 'signed-in';
    localStorage.setItem(STORAGE_KEYS.user, JSON.stringify(answer.user));
    localStorage.removeItem(STORAGE_KEYS.signOutOwed);
    this.#resolveWaiting(true);
  }

  end(): void {
    this.token = undefined;
    this.user = undefined;
    this.state = 'signed-out';
    localStorage.removeItem(STORAGE_KEYS.user);
    void clearOfflineCache();
    this.#resolveWaiting(false);
  }

  async resume(): Promise<void> {
    try {
      if (localStorage.getItem(STORAGE_KEYS.signOutOwed)) {
        await post('logout');
        localStorage.removeItem(STORAGE_KEYS.signOutOwed);
        this.end();
      } else await this.renew();
    } catch (error) {
      const user = localStorage.getItem(STORAGE_KEYS.user);
      if (error instanceof ApiError || !user) return this.end();
      this.user = JSON.parse(user) as User;
      this.state = 'signed-in';
    }
  }

  /** Removes all of the user from this browser. Without network, `resume` tells the API later. */
  async signOut(): Promise<void> {
    localStorage.setItem(STORAGE_KEYS.signOutOwed, '1');
    const sent = await post('logout').catch(() => undefined);
    if (sent?.ok) localStorage.removeItem(STORAGE_KEYS.signOutOwed);
    await this.#leave();
  }

  /** Another tab has signed in or out. */
  onstorage = ({ key, newValue }: StorageEvent): void => {
    if (key !== STORAGE_KEYS.user && key !== null) return;
    if (newValue === null && this.user) void this.#leave();
    else if (newValue !== null && this.state !== 'signed-in') void this.resume();
  };

  /** Renews the session, once for all who ask at the same time; false if it has expired. */
  renew(): Promise<boolean> {
    this.#renewal ??= this.#renewNow().finally(() => (this.#renewal = undefined));
    return this.#renewal;
  }

  /** Waits until the user of an expired session has signed in again; false if the user signs out. */
  async signedInAgain(): Promise<boolean> {
    if (this.state !== 'expired') return this.state === 'signed-in';
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #renewNow(): Promise<boolean> {
    const startedByPreload = globalThis.sessionRenewal;
    globalThis.sessionRenewal = undefined;
    const response = await (startedByPreload ?? post('refresh'));
    if (response.ok) {
      this.begin((await response.json()) as SignedIn);
      return true;
    }
    if (response.status >= 500) throw new ApiError(response.status);
    if (this.user) {
      this.token = undefined;
      this.state = 'expired';
    } else this.end();
    return false;
  }

  #resolveWaiting(signedIn: boolean): void {
    for (const resolve of this.#waiting.splice(0)) resolve(signedIn);
  }

  /** The state is `resuming`, so that no sign-in form is shown while the page reloads. */
  async #leave(): Promise<void> {
    this.token = undefined;
    this.user = undefined;
    this.state = 'resuming';
    localStorage.removeItem(STORAGE_KEYS.user);
    this.#resolveWaiting(false);
    await clearOfflineCache();
    this.#reloadPage();
  }

  /** After a reload nothing of the previous user is left in memory. */
  #reloadPage(): void {
    history.replaceState(null, '', '#/');
    location.reload();
  }
}

function post(action: 'refresh' | 'logout'): Promise<Response> {
  return fetch(`${location.origin}/api/auth/${action}`, {
    method: 'POST',
    headers: { 'Accept-Language': language.current },
  });
}

export const session = new Session();
