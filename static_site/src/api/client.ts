import createClient from 'openapi-fetch';
import { language } from '../i18n/index.svelte';
import { ApiError, toProblem } from './problem';
import { session } from './session.svelte';
import type { paths } from './types';

function dispatch(request: Request): Promise<Response> {
  request.headers.set('Accept-Language', language.current);
  if (session.token) request.headers.set('Authorization', `Bearer ${session.token}`);
  return fetch(request);
}

/** Sends with the session's token; a refused one is renewed once and the call sent again. */
export async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const tokenSent = session.token;
  const response = await dispatch(request);
  if (response.status !== 401 || !tokenSent) return response;

  const renewedMeanwhile = session.token !== undefined && session.token !== tokenSent;
  if (!renewedMeanwhile && !(await session.renew())) return response;
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
