import { ApiError, describe } from './problem';

/** One form on its way to the API. Its key stays the same over retries, so nothing is booked twice. */
export class Submission {
  sending = $state(false);
  refusal = $state.raw<unknown>();
  readonly key = crypto.randomUUID();

  get status(): number | undefined {
    return this.refusal instanceof ApiError ? this.refusal.status : undefined;
  }

  error(field: string): string | undefined {
    return this.refusal instanceof ApiError ? this.refusal.field(field) : undefined;
  }

  /** What no shown field says for itself. */
  general(shown: string[]): string {
    if (!this.refusal || shown.some((field) => this.error(field))) return '';
    const errors = this.refusal instanceof ApiError ? this.refusal.problem.errors : undefined;
    return errors?.length === 1 ? errors[0]!.message : describe(this.refusal);
  }

  async run<T>(send: () => Promise<T>): Promise<{ data: T } | undefined> {
    if (this.sending) return undefined;
    this.sending = true;
    this.refusal = undefined;
    try {
      return { data: await send() };
    } catch (error) {
      this.refusal = error;
      return undefined;
    } finally {
      this.sending = false;
    }
  }
}
