import { language, type Part } from '../i18n/index.svelte';

/** Code and words of what is opened only now and then. */
export async function opening<T>(
  code: Promise<{ default: T }>,
  words: readonly Part[],
): Promise<T> {
  const [module] = await Promise.all([code, language.load(words)]);
  return module.default;
}
