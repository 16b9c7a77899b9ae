import { createSubscriber } from 'svelte/reactivity';
import { on } from 'svelte/events';
import { allScreens, type ScreenName } from './screens';

export interface Route {
  screen: ScreenName | 'notFound';
  params: Record<string, string>;
  query: URLSearchParams;
}

export function parse(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  for (const [screen, { paths }] of allScreens) {
    for (const pattern of paths) {
      const params = match(pattern, path || '/');
      if (params) return { screen, params, query };
    }
  }
  return { screen: 'notFound', params: {}, query };
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const patternParts = pattern.split('/');
  const pathParts = path.split('/');
  if (patternParts.length !== pathParts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of patternParts.entries()) {
    const value = pathParts[index] ?? '';
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

/** A link to a screen, with its query parameters. */
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

/** Changes the address. Unlike a link, it shows the new screen before it returns. */
export function navigate(href: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', href);
  else history.pushState(null, '', href);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Moves the focus to the open member, or else to the heading of the screen. */
export function focusContent(): void {
  const find = (what: string) => document.querySelector<HTMLElement>(`main:not(.loading) ${what}`);
  const content = find('article[tabindex]') ?? find('h1');
  if (!content) return;
  content.tabIndex = -1;
  content.focus();
}
