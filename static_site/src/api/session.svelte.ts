import { language } from '../i18n/index.svelte';
import { STORED } from '../stored';
import { forgetSeen } from './forget';
import { ApiError } from './problem';
import type { SignedIn, User } from './types';

/** `ended`: the API knows the session no more, and its user is asked to sign in over the screen. */
type State = 'resuming' | 'in' | 'ended' | 'out';

/**
 * Who is signed in, in all tabs alike. The access token lives in memory only; the refresh cookie is
 * out of reach. The user is also in storage, until sign-out: it tells what to load first, tells
 * the other tabs, and names whose screens a browser without network may show.
 */
class Session {
  state = $state<State>('resuming');
  user = $state.raw<User>();
  token: string | undefined;
  #renewal: Promise<boolean> | undefined;
  #waiting: ((came: boolean) => void)[] = [];

  get wasIn(): boolean {
    return localStorage.getItem(STORED.user) !== null;
  }

  begin(answer: Pick<SignedIn, 'access_token' | 'user'>): void {
    if (this.user && this.user.username !== answer.user.username) return this.#startAnew();
    this.token = answer.access_token;
    this.user = answer.user;
    this.state = 'in';
    localStorage.setItem(STORED.user, JSON.stringify(answer.user));
    localStorage.removeItem(STORED.signOutOwed);
    this.#comeBack(true);
  }

  end(): void {
    this.token = undefined;
    this.user = undefined;
    this.state = 'out';
    localStorage.removeItem(STORED.user);
    void forgetSeen();
    this.#comeBack(false);
  }

  async resume(): Promise<void> {
    try {
      if (localStorage.getItem(STORED.signOutOwed)) {
        await post('logout');
        localStorage.removeItem(STORED.signOutOwed);
        this.end();
      } else await this.renew();
    } catch (error) {
      const user = localStorage.getItem(STORED.user);
      if (error instanceof ApiError || !user) return this.end();
      this.user = JSON.parse(user) as User;
      this.state = 'in';
    }
  }

  /** Leaves nothing of the user here: not in memory, not in storage; without network it is owed. */
  async signOut(): Promise<void> {
    localStorage.setItem(STORED.signOutOwed, '1');
    const sent = await post('logout').catch(() => undefined);
    if (sent?.ok) localStorage.removeItem(STORED.signOutOwed);
    await this.#leave();
  }

  /** What the other tabs do concerns this one. */
  follow = ({ key, newValue }: StorageEvent): void => {
    if (key !== STORED.user && key !== null) return;
    if (newValue === null && this.user) void this.#leave();
    else if (newValue !== null && this.state !== 'in') void this.resume();
  };

  /** One renewal at a time, whoever asks; false when the session has ended. */
  renew(): Promise<boolean> {
    this.#renewal ??= this.#renewNow().finally(() => (this.#renewal = undefined));
    return this.#renewal;
  }

  /** True once the user of an ended session signed in again; false where nobody will. */
  async signedInAgain(): Promise<boolean> {
    if (this.state !== 'ended') return this.state === 'in';
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #renewNow(): Promise<boolean> {
    const begun = globalThis.renewal;
    globalThis.renewal = undefined;
    const response = await (begun ?? post('refresh'));
    if (response.ok) {
      this.begin((await response.json()) as SignedIn);
      return true;
    }
    if (response.status >= 500) throw new ApiError(response.status);
    if (this.user) {
      this.token = undefined;
      this.state = 'ended';
    } else this.end();
    return false;
  }

  #comeBack(came: boolean): void {
    for (const resolve of this.#waiting.splice(0)) resolve(came);
  }

  /** Nobody can type into a sign-in that is about to be loaded anew. */
  async #leave(): Promise<void> {
    this.token = undefined;
    this.user = undefined;
    this.state = 'resuming';
    localStorage.removeItem(STORED.user);
    this.#comeBack(false);
    await forgetSeen();
    this.#startAnew();
  }

  /** A page that is loaded anew has nothing of another user in its memory. */
  #startAnew(): void {
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
