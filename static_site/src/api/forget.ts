/** Of the caches that hold what a user has seen: the user's name follows. */
export const CACHE = 'sapa-seen-';

export async function forgetSeen(): Promise<void> {
  if (!('caches' in globalThis)) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(CACHE));
  await Promise.all(names.map((name) => caches.delete(name)));
}
