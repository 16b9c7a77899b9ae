import { beforeEach, describe, expect, it, vi } from 'vitest';
import { session } from '../src/api/session.svelte';
import type { AccountArrears, Financing, MemberArrears } from '../src/api/types';
import { MessageComposer, offersFor } from '../src/routes/member/whatsapp/composer.svelte';

const account = (account_id: string, next_due_on: string | null) =>
  ({ account_id, account_no: account_id, product: 'Mikro', next_due_on }) as Financing;
const late = (account_id: string, days_past_due: number) =>
  ({ account_id, account_no: account_id, product: 'Mikro', days_past_due }) as AccountArrears;
const arrears = (...items: AccountArrears[]) => ({ items }) as MemberArrears;

describe('offersFor', () => {
  it('puts the account longest in arrears first', () => {
    const [first] = offersFor([account('a', '2026-12-01')], arrears(late('a', 3), late('b', 40)));
    expect(first).toMatchObject({ template: 'arrears' });
    expect(first!.accounts.map((one) => one.account_id)).toEqual(['b', 'a']);
  });

  it('reminds of the next instalment where nothing is late', () => {
    const financing = [account('a', null), account('b', '2026-12-09'), account('c', '2026-12-01')];
    const [first] = offersFor(financing, arrears(late('b', 0)));
    expect(first).toMatchObject({ template: 'installment_due' });
    expect(first!.accounts.map((one) => one.account_id)).toEqual(['c', 'b']);
  });

  it('greets where nothing is due', () => {
    expect(offersFor([account('a', null)], undefined)[0]).toEqual({ template: 'free', accounts: [] });
  });
});

describe('MessageComposer', () => {
  const sent: { key: string | null; body: unknown }[] = [];
  let answers: (() => Response)[];

  beforeEach(() => {
    session.begin({ access_token: 't', user: { username: 'a', name: 'A', role: 'officer', offices: [] } });
    sent.length = 0;
    answers = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      sent.push({ key: request.headers.get('Idempotency-Key'), body: await request.json() });
      const ready = { url: 'https://wa.me/62?text=x', text: 'Halo', interaction_id: 'i' };
      return answers.shift()?.() ?? Response.json(ready, { status: 201 });
    });
  });

  const settled = (composer: MessageComposer) => vi.waitFor(() => expect(composer.sending).toBe(false));

  it('prepares the most fitting message at once, and the same choice never twice', async () => {
    const composer = new MessageComposer('m', offersFor([account('a', '2026-12-01')], undefined), 'Halo');
    await settled(composer);
    expect(composer.prepared?.text).toBe('Halo');
    expect(sent[0]!.body).toEqual({ template: 'installment_due', account_id: 'a' });

    composer.choose('thanks');
    await settled(composer);
    composer.choose('installment_due');
    expect(composer.prepared).toBeDefined();
    expect(sent).toHaveLength(2);
    expect(sent[0]!.key).not.toBe(sent[1]!.key);
  });

  it('waits for its author where the text is free', async () => {
    const composer = new MessageComposer('m', offersFor([account('a', '2026-12-01')], undefined), 'Halo');
    await settled(composer);
    composer.edit();
    composer.text = 'Halo juga';
    expect(composer.prepared).toBeUndefined();
    expect(sent).toHaveLength(1);
    await composer.prepare();
    expect(sent[1]!.body).toEqual({ template: 'free', text: 'Halo juga' });
  });

  it('asks again with the same key after a lost answer', async () => {
    answers = [() => Response.json({ detail: 'Sibuk.' }, { status: 503 })];
    const composer = new MessageComposer('m', offersFor([], undefined), 'Halo');
    await settled(composer);
    expect(composer.error).toBeDefined();
    await composer.prepare();
    expect(composer.prepared).toBeDefined();
    expect(sent[0]!.key).toBe(sent[1]!.key);
  });
});
