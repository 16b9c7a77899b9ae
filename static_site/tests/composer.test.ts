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
  const sent: { method: string; url: string; key: string | null; body: unknown }[] = [];
  let answers: (() => Response)[];

  beforeEach(() => {
    session.begin({ access_token: 't', must_change_password: false, user: { username: 'a', name: 'A', role: 'officer', offices: [] } });
    sent.length = 0;
    answers = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      const { method, headers } = request;
      const body = method === 'POST' ? await request.json() : undefined;
      sent.push({ method, url: request.url, key: headers.get('Idempotency-Key'), body });
      const free = request.url.includes('template=free');
      const shown = { url: 'https://wa.me/62?text=', text: free ? '' : 'Halo' };
      return answers.shift()?.() ?? Response.json(shown, { status: method === 'POST' ? 201 : 200 });
    });
  });

  const settled = (composer: MessageComposer) => vi.waitFor(() => expect(composer.loading).toBe(false));
  const posted = () => sent.filter((one) => one.method === 'POST');

  it('shows the most fitting message at once, and writes nothing before it is opened', async () => {
    const composer = new MessageComposer('m', offersFor([account('a', '2026-12-01')], undefined), 'Halo');
    await settled(composer);
    expect(composer.preview?.text).toBe('Halo');
    expect(sent[0]!.url).toContain('template=installment_due&account_id=a');

    composer.choose('thanks');
    await settled(composer);
    composer.choose('installment_due');
    expect(composer.preview).toBeDefined();
    expect(sent).toHaveLength(2);
    expect(posted()).toEqual([]);
  });

  it('notes a message that is opened, and the same one only once', async () => {
    const composer = new MessageComposer('m', offersFor([account('a', '2026-12-01')], undefined), 'Halo');
    await settled(composer);
    expect(composer.recorded).toBe(false);
    expect(await composer.record()).toBe(true);
    expect(await composer.record()).toBe(true);
    expect(composer.recorded).toBe(true);
    expect(posted().map((one) => one.body)).toEqual([{ template: 'installment_due', account_id: 'a' }]);
  });

  it('adds a free text to the link, and has none without it', async () => {
    const composer = new MessageComposer('m', offersFor([account('a', '2026-12-01')], undefined), 'Halo');
    await settled(composer);
    composer.edit();
    await settled(composer);
    composer.text = 'Halo & salam';
    expect(composer.url).toBe('https://wa.me/62?text=Halo%20%26%20salam');
    await composer.record();
    expect(posted()[0]!.body).toEqual({ template: 'free', text: 'Halo & salam' });
    composer.text = ' ';
    expect(composer.url).toBeUndefined();
  });

  it('asks again with the same key after a lost answer', async () => {
    const composer = new MessageComposer('m', offersFor([], undefined), 'Halo');
    await settled(composer);
    answers = [() => Response.json({ detail: 'Sibuk.' }, { status: 503 })];
    expect(await composer.record()).toBe(false);
    expect(composer.error).toBeDefined();
    expect(await composer.record()).toBe(true);
    expect(posted()[0]!.key).toBe(posted()[1]!.key);
  });
});
