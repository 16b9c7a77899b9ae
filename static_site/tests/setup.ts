import { beforeAll, afterEach, vi } from 'vitest';
import { language } from '../src/i18n/index.svelte';

beforeAll(() => language.load(['codes', 'members']));

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});
