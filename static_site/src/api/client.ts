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
  const reads = request.method === 'GET' && username;
  try {
    const response = await fetch(request);
    connection.restore();
    if (reads && response.ok) keep(request.url, response.clone(), username);
    return response;
  } catch (error) {
    if (request.signal.aborted) throw error;
    connection.lose();
    const seen = reads && (await (await import('./seen')).recallSeen(request.url, username));
    if (!seen) throw error;
    connection.shows(seen.at);
    return seen.response;
  }
}

function keep(url: string, response: Response, username: string): void {
  import('./seen')
    .then(async ({ rememberSeen }) => {
      if (session.user?.username === username) await rememberSeen(url, response, username);
    })
    .catch(() => undefined);
}

/**
 * Sends with the session's token; a refused one is renewed once and the call sent again, where the
 * session has ended as soon as its user signed in again.
 */
export async function send(request: Request): Promise<Response> {
  const again = request.clone();
  if (session.state === 'in' && !session.token) await session.renew().catch(() => false);
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

/** The answer's body, or an ApiError (an aborted call stays an AbortError). */
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

/** A PATCH sends only what changes; its generated type asks for each field that has a default. */
export function only<T>(changes: Partial<T>): T {
  return changes as T;
}
