import createClient from 'openapi-fetch';
import { language } from '../i18n/index.svelte';
import { connection } from './connection.svelte';
import { ApiError, toProblem } from './problem';
import { session } from './session.svelte';
import type { paths } from './types';

async function dispatch(request: Request): Promise<Response> {
  request.headers.set('Accept-Language', language.current);
  if (session.token) request.headers.set('Authorization', `Bearer ${session.token}`);
  const username = session.user?.username;
  const cacheFor = request.method === 'GET' ? username : undefined;
  try {
    const response = await fetch(request);
    connection.restore();
    if (cacheFor && response.ok) storeOffline(request.url, response.clone(), cacheFor);
    return response;
  } catch (error) {
    if (request.signal.aborted) throw error;
    connection.markLost();
    if (!cacheFor) throw error;
    const { cachedAnswer } = await import('./offlineCache');
    const cached = await cachedAnswer(request.url, cacheFor);
    if (!cached) throw error;
    connection.showsDataFrom(cached.at);
    return cached.response;
  }
}

function storeOffline(url: string, response: Response, username: string): void {
  import('./offlineCache')
    .then(async ({ storeAnswer }) => {
      if (session.user?.username === username) await storeAnswer(url, response, username);
    })
    .catch(() => undefined);
}

/**
 * Sends a request with the session's token. If the token is refused, the session is renewed and the
 * request sent once more; if the session has expired, that waits until its user has signed in again.
 */
export async function send(request: Request): Promise<Response> {
  const again = request.clone();
  if (session.state === 'signed-in' && !session.token) await session.renew().catch(() => false);
  const tokenSent = session.token;
  const response = await dispatch(request);
  if (response.status !== 401 || !tokenSent) return response;

  const renewedMeanwhile = session.token !== undefined && session.token !== tokenSent;
  const renewed = renewedMeanwhile || (await session.renew()) || (await session.signedInAgain());
  if (!renewed) return response;
  const second = await dispatch(again);
  if (second.status === 401) session.end();
  return second;
}

export const api = createClient<paths>({ baseUrl: `${location.origin}/api`, fetch: send });

/** The body of the answer; throws an ApiError, or the AbortError of an aborted call. */
export async function answer<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    const known = cause instanceof ApiError || (cause as Error).name === 'AbortError';
    throw known ? cause : new ApiError(0);
  });
  if (!response.ok) throw new ApiError(response.status, toProblem(error));
  return data as T;
}

/** The body of a PATCH: only what changes, although the generated type wants every field. */
export function partialBody<T>(changes: Partial<T>): T {
  return changes as T;
}
