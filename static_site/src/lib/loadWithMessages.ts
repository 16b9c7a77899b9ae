import { language, type Part } from '../i18n/index.svelte';

/** A component that is loaded on demand, once its texts are loaded too. */
export async function loadWithMessages<T>(
  code: Promise<{ default: T }>,
  parts: readonly Part[],
): Promise<T> {
  const [module] = await Promise.all([code, language.load(parts)]);
  return module.default;
}
