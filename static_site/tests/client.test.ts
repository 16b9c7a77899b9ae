import { beforeEach, describe, expect, it, vi } from 'vitest';
import { answer, api } from '../src/api/client';
import { ApiError } from '../src/api/problem';
import { session } from '../src/api/session.svelte';

const user = { username: 'ani', name: 'Ani', role: 'officer' as const, offices: [] };
const counts = { total: 1, by_status: {}, by_office: {} };

/** An API that knows one valid token; renewing gives out `next`, or refuses when there is none. */
function serve({ valid, next }: { valid: string; next?: string }) {
  const calls: string[] = [];
  const fetch = vi.fn(async (input: Request | string) => {
    const request = input instanceof Request ? input : new Request(input);
    const path = new URL(request.url).pathname;
    calls.push(path);
    await Promise.resolve();
    if (path === '/api/auth/refresh') {
      return next
        ? Response.json({ access_token: next, user })
        : Response.json({ detail: 'Masuk lagi.' }, { status: 401 });
    }
    return request.headers.get('Authorization') === `Bearer ${valid}`
      ? Response.json(counts)
      : Response.json({ detail: 'Kedaluwarsa.' }, { status: 401 });
  });
  vi.stubGlobal('fetch', fetch);
  return { calls, fetch, renewals: () => calls.filter((path) => path.endsWith('/refresh')).length };
}

const count = () => answer(api.GET('/members/counts'));

beforeEach(() => session.begin({ access_token: 'old', must_change_password: false, user }));

describe('a refused token', () => {
  it('is renewed once for calls side by side, and each is sent again', async () => {
    const server = serve({ valid: 'new', next: 'new' });
    expect(await Promise.all([count(), count(), count()])).toEqual([counts, counts, counts]);
    expect(server.renewals()).toBe(1);
    expect(session.state).toBe('signed-in');
  });

  it('waits where the session has ended, and is sent again once its user signed in', async () => {
    const server = serve({ valid: 'new' });
    const counted = count();
    await vi.waitFor(() => expect(session.state).toBe('expired'));
    expect(session.user).toEqual(user);
    session.begin({ access_token: 'new', must_change_password: false, user });
    expect(await counted).toEqual(counts);
    expect(server.renewals()).toBe(1);
  });

  it('is given up where the user of an ended session leaves', async () => {
    serve({ valid: 'new' });
    const counted = count();
    await vi.waitFor(() => expect(session.state).toBe('expired'));
    session.end();
    await expect(counted).rejects.toMatchObject({ status: 401 });
    expect(session.token).toBeUndefined();
  });

  it('is not renewed for ever', async () => {
    const server = serve({ valid: 'another', next: 'new' });
    await expect(count()).rejects.toMatchObject({ status: 401 });
    expect(server.calls).toHaveLength(3);
    expect(session.state).toBe('signed-out');
  });

  it('takes a renewal that began with the page, once', async () => {
    const server = serve({ valid: 'new', next: 'new' });
    vi.stubGlobal('sessionRenewal', Promise.resolve(Response.json({ access_token: 'begun', user })));
    await session.renew();
    expect(session.token).toBe('begun');
    expect(server.renewals()).toBe(0);
    await session.renew();
    expect(session.token).toBe('new');
    expect(server.renewals()).toBe(1);
  });

  it('keeps the session when the server is out of reach', async () => {
    const server = serve({ valid: 'new' });
    server.fetch.mockImplementationOnce(async () => Response.json({}, { status: 401 }));
    server.fetch.mockImplementationOnce(async () => Promise.reject(new TypeError('offline')));
    await expect(count()).rejects.toMatchObject({ status: 0 });
    expect(session.state).toBe('signed-in');
  });
});

describe('a call', () => {
  it('carries the token and the language', async () => {
    const server = serve({ valid: 'old' });
    await count();
    const sent = server.fetch.mock.calls[0]![0] as Request;
    expect(sent.headers.get('Accept-Language')).toBe('id');
    expect(sent.headers.get('Authorization')).toBe('Bearer old');
  });

  it('does not renew when nobody is signed in', async () => {
    session.end();
    const server = serve({ valid: 'old', next: 'new' });
    await expect(count()).rejects.toBeInstanceOf(ApiError);
    expect(server.renewals()).toBe(0);
  });

  it('gives the message of a refused field', async () => {
    const errors = [{ field: 'number', message: 'Bukan nomor telepon.' }];
    vi.stubGlobal('fetch', async () => Response.json({ errors }, { status: 422 }));
    const refusal: ApiError = await count().catch((error) => error);
    expect(refusal.field('number')).toBe('Bukan nomor telepon.');
    expect(refusal.field('label')).toBeUndefined();
  });
});
