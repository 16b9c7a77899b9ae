import { answer, api } from './client';
import { Resource } from './resource.svelte';

/** Today's business date in the cooperative's time zone, as the API says. */
export function businessDate(): Resource<string> {
  return new Resource((signal) => answer(api.GET('/auth/me', { signal })).then((me) => me.today));
}
