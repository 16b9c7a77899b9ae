import { invalidation } from '../../../api/invalidation.svelte';
import { answer, api } from '../../../api/client';
import type { Financing, MemberArrears, MessagePreview, Template } from '../../../api/types';

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
  const paid = financing.filter((account) => account.paid > 0);
  return [
    ...(late.length ? [{ template: 'arrears', accounts: late } as const] : []),
    ...(due.length ? [{ template: 'installment_due', accounts: due } as const] : []),
    { template: 'free', accounts: [] },
    ...(paid.length ? [{ template: 'thanks', accounts: paid } as const] : []),
  ];
}

/** A message being composed. It is noted on the timeline when it is opened, and only once. */
export class MessageComposer {
  template = $state<Template>('free');
  accountId = $state('');
  text = $state('');
  loading = $state(false);
  error = $state.raw<unknown>();
  #previews = $state.raw<Record<string, MessagePreview>>({});
  #recorded = $state.raw<ReadonlySet<string>>(new Set());
  #keys: Record<string, string> = {};

  readonly offers: Offer[];
  readonly accounts = $derived.by(
    () => this.offers.find((offer) => offer.template === this.template)?.accounts ?? [],
  );
  readonly #choice = $derived({
    template: this.template,
    ...(this.accountId ? { account_id: this.accountId } : {}),
  });
  readonly #body = $derived(
    this.template === 'free' ? { ...this.#choice, text: this.text } : this.#choice,
  );
  /** What the message says, undefined while it is loading. */
  readonly preview = $derived(this.#previews[JSON.stringify(this.#choice)]);
  readonly recorded = $derived(this.#recorded.has(JSON.stringify(this.#body)));
  /** The link that opens WhatsApp with the message. */
  readonly url = $derived.by(() => {
    if (!this.preview || this.template !== 'free') return this.preview?.url;
    return this.text.trim() ? this.preview.url + encodeURIComponent(this.text) : undefined;
  });

  constructor(
    readonly memberId: string,
    offers: Offer[],
    greeting: string,
  ) {
    this.offers = offers;
    this.text = greeting;
    this.choose(offers[0]!.template);
  }

  choose(template: Template): void {
    this.template = template;
    this.accountId = this.accounts[0]?.account_id ?? '';
    void this.loadPreview();
  }

  edit(): void {
    this.text = this.preview?.text ?? this.text;
    this.choose('free');
  }

  async loadPreview(): Promise<void> {
    const choice = JSON.stringify(this.#choice);
    const params = { path: { member_id: this.memberId }, query: this.#choice };
    this.error = undefined;
    if (this.loading || this.preview) return;
    this.loading = true;
    try {
      const preview = await answer(api.GET('/members/{member_id}/whatsapp', { params }));
      this.#previews = { ...this.#previews, [choice]: preview };
    } catch (error) {
      this.error = error;
    } finally {
      this.loading = false;
    }
  }

  /** Notes the message on the timeline; whether that is done. */
  async record(): Promise<boolean> {
    const body = this.#body;
    const message = JSON.stringify(body);
    this.error = undefined;
    if (this.#recorded.has(message)) return true;
    this.#keys[message] ??= crypto.randomUUID();
    const header = { 'Idempotency-Key': this.#keys[message] };
    const params = { path: { member_id: this.memberId }, header };
    try {
      await answer(api.POST('/members/{member_id}/whatsapp', { params, body }));
    } catch (error) {
      this.error = error;
      return false;
    }
    this.#recorded = new Set([...this.#recorded, message]);
    invalidation.invalidateTimeline();
    return true;
  }
}
