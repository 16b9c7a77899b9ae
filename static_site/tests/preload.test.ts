import { beforeEach, describe, expect, it, vi } from 'vitest';
import { STORAGE_KEYS } from '../src/storageKeys';

const fetch = vi.fn(async () => new Response());
const files = () => [...document.head.querySelectorAll('link')].map((link) => link.getAttribute('href'));

async function load(hash = '') {
  location.hash = hash;
  await import('../src/preload');
}

beforeEach(() => {
  vi.resetModules();
  fetch.mockClear();
  vi.stubGlobal('fetch', fetch);
  vi.stubGlobal('sessionRenewal', undefined);
  vi.stubGlobal('LIST_FILES', { id: ['/list.js', '/list.css'], en: ['/list.js', '/english.js'] });
  document.head.replaceChildren();
  delete document.documentElement.dataset.theme;
});

describe('the preload script', () => {
  it('sends for nothing where nobody is signed in', async () => {
    await load();
    expect(fetch).not.toHaveBeenCalled();
    expect(files()).toEqual([]);
  });

  it('sends for the session and the files of the list where somebody is', async () => {
    localStorage.setItem(STORAGE_KEYS.user, '{}');
    await load('#/?q=siti');
    expect(fetch).toHaveBeenCalledExactlyOnceWith('/api/auth/refresh', { method: 'POST' });
    expect(await globalThis.sessionRenewal).toBeInstanceOf(Response);
    expect(files()).toEqual(['/list.js', '/list.css']);
  });

  it('sends for the messages of the chosen language', async () => {
    localStorage.setItem(STORAGE_KEYS.user, '{}');
    localStorage.setItem(STORAGE_KEYS.language, 'en');
    await load('#/members/01K');
    expect(files()).toEqual(['/list.js', '/english.js']);
  });

  it('leaves out the list where another screen is opened', async () => {
    localStorage.setItem(STORAGE_KEYS.user, '{}');
    await load('#/dashboard');
    expect(fetch).toHaveBeenCalledOnce();
    expect(files()).toEqual([]);
  });

  it('renews nothing while a sign-out is owed', async () => {
    localStorage.setItem(STORAGE_KEYS.user, '{}');
    localStorage.setItem(STORAGE_KEYS.signOutOwed, '1');
    await load();
    expect(fetch).not.toHaveBeenCalled();
  });

  it('shows the chosen appearance', async () => {
    localStorage.setItem(STORAGE_KEYS.theme, 'dark');
    await load();
    expect(document.documentElement.dataset.theme).toBe('dark');
  });
});
