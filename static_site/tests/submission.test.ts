import { describe, expect, it } from 'vitest';
import { ApiError } from '../src/api/problem';
import { Submission } from '../src/api/submission.svelte';

const refuse = (status: number, field: string) => async () => {
  throw new ApiError(status, { detail: 'Ditolak.', errors: [{ field, message: 'Keliru.' }] });
};

describe('Submission', () => {
  it('keeps its key and forgets its refusal when sent again', async () => {
    const submission = new Submission();
    const { key } = submission;
    expect(await submission.run(refuse(422, 'amount'))).toBeUndefined();
    expect(submission.error('amount')).toBe('Keliru.');
    expect(await submission.run(async () => 1)).toEqual({ data: 1 });
    expect(submission.error('amount')).toBeUndefined();
    expect(submission.key).toBe(key);
  });

  it('says in general what no shown field says', async () => {
    const submission = new Submission();
    await submission.run(refuse(409, 'account_id'));
    expect(submission.general(['amount'])).toBe('Keliru.');
    expect(submission.general(['account_id'])).toBe('');
  });

  it('is not sent twice at once', async () => {
    const submission = new Submission();
    let sent = 0;
    const send = async () => (sent += 1);
    await Promise.all([submission.run(send), submission.run(send)]);
    expect(sent).toBe(1);
  });
});
