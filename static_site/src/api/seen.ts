import { CACHE } from './forget';
import type { MemberRow } from './types';

/*
 * The members that were opened, kept for a browser without network: masked as they were shown, for
 * one user, for a working day, until sign-out.
 */
const SEEN_AT = 'X-Seen-At';
const HOURS = 12;
const MOST_MEMBERS = 30;

const PROFILE = /^\/api\/members\/([0-9A-Z]{26})$/;
const PANELS = [
  /^\/api\/members\/[0-9A-Z]{26}\/(accounts|arrears|contacts)$/,
  /^\/api\/auth\/settings$/,
  /^\/api\/accounts\/[0-9A-Z.]+\/(schedule|transactions)$/,
];

export interface Seen {
  response: Response;
  at: string;
}

const here = (): boolean => 'caches' in globalThis;
const pathOf = (url: string): string => new URL(url).pathname;

/** Keeps an answer, if a member's screen shows it. */
export async function rememberSeen(url: string, answer: Response, username: string): Promise<void> {
  const path = pathOf(url);
  if (!here() || ![PROFILE, ...PANELS].some((kept) => kept.test(path))) return;
  const headers = { 'Content-Type': 'application/json', [SEEN_AT]: new Date().toISOString() };
  const cache = await caches.open(CACHE + username);
  await cache.put(url, new Response(await answer.blob(), { headers }));
  if (PROFILE.test(path)) await forgetOldest(cache);
}

/** What was seen at an address; the list is of the members that were opened. */
export async function recallSeen(url: string, username: string): Promise<Seen | undefined> {
  if (!here()) return undefined;
  const cache = await caches.open(CACHE + username);
  if (pathOf(url) === '/api/members') return listSeen(cache, new URL(url).searchParams);
  return fresh(await cache.match(url));
}

function fresh(response: Response | undefined): Seen | undefined {
  const at = response?.headers.get(SEEN_AT) ?? '';
  const old = Date.now() - Date.parse(at) > HOURS * 3_600_000;
  return response && !old ? { response, at } : undefined;
}

async function listSeen(cache: Cache, asked: URLSearchParams): Promise<Seen | undefined> {
  const profiles = (await cache.keys()).filter(({ url }) => PROFILE.test(pathOf(url)));
  const seen = await Promise.all(profiles.map(async (key) => fresh(await cache.match(key))));
  const known = seen.filter((one) => one !== undefined);
  if (known.length === 0) return undefined;
  const rows: MemberRow[] = await Promise.all(known.map(({ response }) => response.json()));
  const words = (asked.get('q') ?? '').toLowerCase().split(/\s+/);
  const items = rows
    .filter(({ name, member_no }) => {
      const text = `${name} ${member_no}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .reverse();
  const at = known.map((one) => one.at).sort()[0]!;
  return { response: Response.json({ items, next_cursor: null }), at };
}

/** A cache's keys are in the order in which they were put. */
async function forgetOldest(cache: Cache): Promise<void> {
  const keys = await cache.keys();
  const ids = keys.flatMap(({ url }) => PROFILE.exec(pathOf(url))?.[1] ?? []);
  const gone = ids.slice(0, -MOST_MEMBERS);
  const old = keys.filter(({ url }) => gone.some((id) => url.includes(id)));
  await Promise.all(old.map((key) => cache.delete(key)));
}
