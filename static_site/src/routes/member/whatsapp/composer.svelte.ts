import { invalidation } from '../../../api/invalidation.svelte';
import { answer, api } from '../../../api/client';
import type { Financing, MemberArrears, PreparedMessage, Template } from '../../../api/types';

export interface MessageAccount {
  account_id: string;
  product: string;
  account_no: string;
}

/** A template that fits the member, with the accounts that it can be about. */
export interface Offer {
  template: Template;
  accounts: MessageAccount[];
}

/** The templates that fit the member, the most urgent first. */
export function offersFor(financing: Financing[], arrears: MemberArrears | undefined): Offer[] {
  const late = (arrears?.items ?? [])
    .filter((account) => account.days_past_due > 0)
    .sort((a, b) => b.days_past_due - a.days_past_due);
  const due = financing
    .filter((account) => account.next_due_on !== null)
    .sort((a, b) => (a.next_due_on! < b.next_due_on! ? -1 : 1));
  return [
    ...(late.length ? [{ template: 'arrears', accounts: late } as const] : []),
    ...(due.length ? [{ template: 'installment_due', accounts: due } as const] : []),
    { template: 'free', accounts: [] },
    { template: 'thanks', accounts: financing },
  ];
}

/**
 * A message being composed. The API notes each prepared message on the timeline, so the same
 * message is prepared only once.
 */
export class MessageComposer {
  template = $state<Template>('free');
  accountId = $state('');
  text = $state('');
  sending = $state(false);
  error = $state.raw<unknown>();
  #prepared = $state.raw<Record<string, PreparedMessage>>({});
  #keys: Record<string, string> = {};

  readonly offers: Offer[];
  readonly accounts = $derived.by(
    () => this.offers.find((offer) => offer.template === this.template)?.accounts ?? [],
  );
  readonly body = $derived({
    template: this.template,
    ...(this.template === 'free' ? { text: this.text } : {}),
    ...(this.accountId ? { account_id: this.accountId } : {}),
  });
  readonly prepared = $derived(this.#prepared[JSON.stringify(this.body)]);

  constructor(
    readonly memberId: string,
    offers: Offer[],
    greeting: string,
  ) {
    this.offers = offers;
    this.text = greeting;
    this.#select(offers[0]!.template);
    void this.prepare();
  }

  /** A template is prepared at once, a free text when its author asks for it. */
  choose(template: Template): void {
    this.#select(template);
    if (template !== 'free') void this.prepare();
  }

  #select(template: Template): void {
    this.template = template;
    this.accountId = this.accounts[0]?.account_id ?? '';
  }

  edit(): void {
    this.text = this.prepared?.text ?? this.text;
    this.template = 'free';
    this.accountId = '';
  }

  async prepare(): Promise<void> {
    const request = JSON.stringify(this.body);
    this.error = undefined;
    if (this.sending || this.prepared) return;
    this.#keys[request] ??= crypto.randomUUID();
    this.sending = true;
    try {
      const header = { 'Idempotency-Key': this.#keys[request] };
      const params = { path: { member_id: this.memberId }, header };
      const call = api.POST('/members/{member_id}/whatsapp', { params, body: this.body });
      this.#prepared = { ...this.#prepared, [request]: await answer(call) };
      invalidation.invalidateTimeline();
    } catch (error) {
      this.error = error;
    } finally {
      this.sending = false;
    }
  }
}
