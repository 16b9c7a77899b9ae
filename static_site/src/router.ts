import { createSubscriber } from 'svelte/reactivity';
import { on } from 'svelte/events';

export type Route =
  | { screen: 'home'; memberId: string | undefined; query: URLSearchParams }
  | { screen: 'about' | 'missing' };

export function parse(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split(/\?(.*)/s);
  if (path === '' || path === '/') {
    return { screen: 'home', memberId: undefined, query: new URLSearchParams(search) };
  }
  if (path === '/about') return { screen: 'about' };
  const memberId = decode(/^\/members\/([^/]+)$/.exec(path)?.[1]);
  if (memberId) return { screen: 'home', memberId, query: new URLSearchParams(search) };
  return { screen: 'missing' };
}

function decode(part: string | undefined): string | undefined {
  try {
    return part && decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

export function homeHref(memberId: string | undefined, query: URLSearchParams): string {
  const path = memberId ? `/members/${encodeURIComponent(memberId)}` : '/';
  const search = query.toString();
  return `#${path}${search && `?${search}`}`;
}

const subscribe = createSubscriber((update) => on(window, 'hashchange', update));

export const router = {
  get route(): Route {
    subscribe();
    return parse(location.hash);
  },
};

/** Changes the address and, unlike a link, shows the new screen before it returns. */
export function navigate(href: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', href);
  else history.pushState(null, '', href);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}
