import { ApiError, describe } from './problem';

/** The sending of one form. */
export class Submission {
  sending = $state(false);
  refusal = $state.raw<unknown>();
  /** The Idempotency-Key: the same for every retry, so that nothing is booked twice. */
  readonly key = crypto.randomUUID();

  get status(): number | undefined {
    return this.refusal instanceof ApiError ? this.refusal.status : undefined;
  }

  error(field: string): string | undefined {
    return this.refusal instanceof ApiError ? this.refusal.field(field) : undefined;
  }

  /** The message for the whole form: empty if one of these fields shows an error of its own. */
  general(fields: string[]): string {
    if (!this.refusal || fields.some((field) => this.error(field))) return '';
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
