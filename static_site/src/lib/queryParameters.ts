import { href, navigate, router } from '../router';

/** A link to this screen with some query parameters changed; an empty value removes one. */
export function withParameters(changes: Record<string, string>): string {
  const query = new URLSearchParams(router.route.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  return href(location.hash.slice(1).split('?')[0] || '/', query);
}

/** Filters are kept in the address, so that they can be bookmarked and shared. */
export function setParameters(changes: Record<string, string>): void {
  navigate(withParameters(changes), { replace: true });
}
