import { STORED } from './stored';

/*
 * A script of its own, which runs before the page is painted and while the site's code is still on
 * its way (docs/decisions/first-rows.md). It shows the chosen appearance; where somebody is signed
 * in, it sends for the session and for the files of the list, which would otherwise wait for the
 * code that asks for them.
 */
declare global {
  /** The answer to a renewal that began with the page; whoever takes it leaves none. */
  var renewal: Promise<Response> | undefined;
  /** The files of the list of members, by language; the build fills them in. */
  const LIST_FILES: Record<string, string[]>;
}

const LIST_ADDRESS = /^(#\/)?(\?|members\/|$)/;

function stored(name: keyof typeof STORED): string | null {
  return localStorage.getItem(STORED[name]);
}

function preload(file: string): void {
  const link = document.createElement('link');
  const style = file.endsWith('.css');
  link.rel = style ? 'preload' : 'modulepreload';
  if (style) link.as = 'style';
  link.crossOrigin = '';
  link.href = file;
  document.head.append(link);
}

const theme = stored('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;

if (stored('user') && !stored('signOutOwed')) {
  globalThis.renewal = fetch('/api/auth/refresh', { method: 'POST' });
  globalThis.renewal.catch(() => undefined);
  if (LIST_ADDRESS.test(location.hash)) LIST_FILES[stored('language') ?? 'id']?.forEach(preload);
}
