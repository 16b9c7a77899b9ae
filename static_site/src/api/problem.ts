import { t } from '../i18n/index.svelte';
import type { Problem } from './types';

/** A refusal by the API; status 0 means that the API could not be reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem = {},
  ) {
    super(problem.detail ?? problem.title ?? `status ${status}`);
  }

  field(name: string): string | undefined {
    return this.problem.errors?.find((error) => error.field === name)?.message;
  }
}

export function describe(error: unknown): string {
  if (!(error instanceof ApiError)) return t('error.unexpected');
  if (error.status === 0) return t('error.network');
  return error.problem.detail ?? error.problem.title ?? t('error.unexpected');
}

export function toProblem(body: unknown): Problem {
  return typeof body === 'object' && body !== null ? (body as Problem) : {};
}
