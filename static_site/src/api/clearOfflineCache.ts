/** The user's name follows: each user has a cache. */
export const CACHE_PREFIX = 'sapa-seen-';

/** Deletes the cached answers of all users of this browser. */
export async function clearOfflineCache(): Promise<void> {
  if (!('caches' in globalThis)) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX));
  await Promise.all(names.map((name) => caches.delete(name)));
}
