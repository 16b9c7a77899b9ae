import { CACHE_PREFIX } from './clearOfflineCache';
import type { MemberRow } from './types';

/*
 * Keeps the answers behind a member's screen, so that it can be opened without network: the last
 * members that were opened, masked as they were shown, for 12 hours, for one user, until sign-out
 * (docs/decisions/offline.md).
 */
const STORED_AT = 'X-Seen-At';
const HOURS = 12;
const MAX_MEMBERS = 30;

const PROFILE = /^\/api\/members\/([0-9A-Z]{26})$/;
const PANELS = [
  /^\/api\/members\/[0-9A-Z]{26}\/(accounts|arrears|contacts)$/,
  /^\/api\/auth\/settings$/,
  /^\/api\/accounts\/[0-9A-Z.]+\/(schedule|transactions)$/,
];

export interface CachedAnswer {
  response: Response;
  at: string;
}

const isSupported = (): boolean => 'caches' in globalThis;
const pathOf = (url: string): string => new URL(url).pathname;

/** Stores an answer if it belongs to a member's screen. */
export async function storeAnswer(url: string, answer: Response, username: string): Promise<void> {
  const path = pathOf(url);
  if (!isSupported() || ![PROFILE, ...PANELS].some((pattern) => pattern.test(path))) return;
  const headers = { 'Content-Type': 'application/json', [STORED_AT]: new Date().toISOString() };
  const cache = await caches.open(CACHE_PREFIX + username);
  await cache.put(url, new Response(await answer.blob(), { headers }));
  if (PROFILE.test(path)) await evictOldest(cache);
}

/** The cached answer for an address; the member list is built from the cached profiles. */
export async function cachedAnswer(
  url: string,
  username: string,
): Promise<CachedAnswer | undefined> {
  if (!isSupported()) return undefined;
  const cache = await caches.open(CACHE_PREFIX + username);
  if (pathOf(url) === '/api/members') return cachedList(cache, new URL(url).searchParams);
  return unlessExpired(await cache.match(url));
}

function unlessExpired(response: Response | undefined): CachedAnswer | undefined {
  const at = response?.headers.get(STORED_AT) ?? '';
  const expired = Date.now() - Date.parse(at) > HOURS * 3_600_000;
  return response && !expired ? { response, at } : undefined;
}

async function cachedList(
  cache: Cache,
  query: URLSearchParams,
): Promise<CachedAnswer | undefined> {
  const keys = (await cache.keys()).filter(({ url }) => PROFILE.test(pathOf(url)));
  const found = await Promise.all(keys.map(async (key) => unlessExpired(await cache.match(key))));
  const profiles = found.filter((profile) => profile !== undefined);
  if (profiles.length === 0) return undefined;
  const rows: MemberRow[] = await Promise.all(profiles.map(({ response }) => response.json()));
  const words = (query.get('q') ?? '').toLowerCase().split(/\s+/);
  const items = rows
    .filter(({ name, member_no }) => {
      const text = `${name} ${member_no}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .reverse();
  const oldest = profiles.map(({ at }) => at).sort()[0]!;
  return { response: Response.json({ items, next_cursor: null }), at: oldest };
}

/** Keeps the members that were opened last: a cache lists its keys in the order of `put`. */
async function evictOldest(cache: Cache): Promise<void> {
  const keys = await cache.keys();
  const ids = keys.flatMap(({ url }) => PROFILE.exec(pathOf(url))?.[1] ?? []);
  const evicted = ids.slice(0, -MAX_MEMBERS);
  const old = keys.filter(({ url }) => evicted.some((id) => url.includes(id)));
  await Promise.all(old.map((key) => cache.delete(key)));
}
