import { beforeAll, afterEach, vi } from 'vitest';
import { session } from '../src/api/session.svelte';
import { language } from '../src/i18n/index.svelte';

beforeAll(() => language.load(['codes', 'members']));

/** The files of tests share their modules and the document: nothing of one is left to the next. */
afterEach(() => {
  vi.unstubAllGlobals();
  session.end();
  localStorage.clear();
  location.hash = '';
});
