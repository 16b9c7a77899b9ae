import { STORAGE_KEYS } from './storageKeys';

/*
 * A separate script that runs while the site's code is still being downloaded
 * (docs/decisions/first-rows.md). It applies the chosen theme. If somebody is signed in, it renews
 * the session and preloads the files of the member list.
 */
declare global {
  /** The session renewal that this script started; whoever uses it clears it. */
  var sessionRenewal: Promise<Response> | undefined;
  /** The files of the member list, by language; filled in by the build. */
  const LIST_FILES: Record<string, string[]>;
}

const LIST_ADDRESS = /^(#\/)?(\?|members\/|$)/;

function readStored(name: keyof typeof STORAGE_KEYS): string | null {
  return localStorage.getItem(STORAGE_KEYS[name]);
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

const theme = readStored('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;

if (readStored('user') && !readStored('signOutOwed')) {
  globalThis.sessionRenewal = fetch('/api/auth/refresh', { method: 'POST' });
  globalThis.sessionRenewal.catch(() => undefined);
  if (LIST_ADDRESS.test(location.hash)) LIST_FILES[readStored('language') ?? 'id']?.forEach(preload);
}
