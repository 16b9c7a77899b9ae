import { answer, api } from './client';
import { Resource } from './resource.svelte';

/** The business date in the cooperative's zone, asked of the API for as long as a component lives. */
export function businessDate(): Resource<string> {
  return new Resource((signal) => answer(api.GET('/auth/me', { signal })).then((me) => me.today));
}
