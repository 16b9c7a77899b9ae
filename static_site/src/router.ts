import { createSubscriber } from 'svelte/reactivity';
import { on } from 'svelte/events';
import { all, type ScreenName } from './screens';

export interface Route {
  screen: ScreenName | 'missing';
  params: Record<string, string>;
  query: URLSearchParams;
}

export function parse(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  for (const [screen, { paths }] of all) {
    for (const pattern of paths) {
      const params = match(pattern, path || '/');
      if (params) return { screen, params, query };
    }
  }
  return { screen: 'missing', params: {}, query };
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [place, part] of wanted.entries()) {
    const value = given[place] ?? '';
    if (!part.startsWith(':')) {
      if (part !== value) return undefined;
      continue;
    }
    const decoded = decode(value);
    if (!decoded) return undefined;
    params[part.slice(1)] = decoded;
  }
  return params;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** The address of a screen: path and what it is asked. */
export function href(path: string, query = new URLSearchParams()): string {
  const search = query.toString();
  return `#${path}${search && `?${search}`}`;
}

export function homeHref(memberId: string | undefined, query?: URLSearchParams): string {
  return href(memberId ? `/members/${encodeURIComponent(memberId)}` : '/', query);
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

/** Where a reader of the screen, or of the member in it, begins. */
export function arrive(): void {
  const find = (what: string) => document.querySelector<HTMLElement>(`main:not(.loading) ${what}`);
  const begin = find('article[tabindex]') ?? find('h1');
  if (!begin) return;
  begin.tabIndex = -1;
  begin.focus();
}
