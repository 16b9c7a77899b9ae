import { href, navigate, router } from '../router';

/** The address of this screen with some of what it is asked changed; an empty value takes it out. */
export function withParameters(changes: Record<string, string>): string {
  const query = new URLSearchParams(router.route.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  return href(location.hash.slice(1).split('?')[0]!, query);
}

/** Filters are kept in the address, so that they can be shared and come back. */
export function setParameters(changes: Record<string, string>): void {
  navigate(withParameters(changes), { replace: true });
}
