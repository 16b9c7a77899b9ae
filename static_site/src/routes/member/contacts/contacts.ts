import { answer, api, partialBody } from '../../../api/client';
import type { Address, Email, Phone } from '../../../api/types';

export type Entry =
  | { kind: 'phone'; value: Phone }
  | { kind: 'email'; value: Email }
  | { kind: 'address'; value: Address };

export type Kind = Entry['kind'];

/** What of each kind is typed, in the order of the form; the first must be there. */
export const FIELDS = {
  phone: ['number', 'label'],
  email: ['address', 'label'],
  address: [
    'street',
    'rt',
    'rw',
    'village',
    'district',
    'regency',
    'province',
    'postal_code',
    'label',
  ],
} as const satisfies Record<Kind, readonly string[]>;

export type FieldName = (typeof FIELDS)[Kind][number];
export type Typed = Partial<Record<FieldName, string>>;

/** What the form begins with; nothing as an empty text. */
export function typedOf(kind: Kind, entry?: Entry): Typed {
  const values: Record<string, unknown> = { ...entry?.value };
  if (entry?.kind === 'phone') values.number = entry.value.display;
  return Object.fromEntries(FIELDS[kind].map((field) => [field, values[field] ?? '']));
}

export function idOf(entry: Entry): string {
  if (entry.kind === 'phone') return entry.value.phone_id;
  return entry.kind === 'email' ? entry.value.email_id : entry.value.address_id;
}

/** An entry in short, as a message or a button names it. */
export function nameOf(entry: Entry): string {
  if (entry.kind === 'phone') return entry.value.display;
  return entry.kind === 'email' ? entry.value.address : entry.value.street;
}

type Sent = Record<string, string | boolean | null>;

/** The fields as the API takes them: an empty one but the first is null. */
export function sentOf(kind: Kind, typed: Typed): Sent {
  const first: string = FIELDS[kind][0];
  const fields = Object.entries(typed).map(([field, text]) => {
    return [field, text.trim() || (field === first ? '' : null)];
  });
  return Object.fromEntries(fields) as Sent;
}

export function add(memberId: string, kind: Kind, sent: Sent): Promise<unknown> {
  const params = { path: { member_id: memberId } };
  const body = sent as never;
  if (kind === 'phone') return answer(api.POST('/members/{member_id}/phones', { params, body }));
  if (kind === 'email') return answer(api.POST('/members/{member_id}/emails', { params, body }));
  return answer(api.POST('/members/{member_id}/addresses', { params, body }));
}

export function change(memberId: string, entry: Entry, sent: Sent): Promise<unknown> {
  const body = partialBody(sent) as never;
  const path = { member_id: memberId, ...idAs(entry) };
  if ('phone_id' in path) {
    return answer(api.PATCH('/members/{member_id}/phones/{phone_id}', { params: { path }, body }));
  }
  if ('email_id' in path) {
    return answer(api.PATCH('/members/{member_id}/emails/{email_id}', { params: { path }, body }));
  }
  const address = '/members/{member_id}/addresses/{address_id}';
  return answer(api.PATCH(address, { params: { path }, body }));
}

export function remove(memberId: string, entry: Entry): Promise<unknown> {
  const path = { member_id: memberId, ...idAs(entry) };
  if ('phone_id' in path) {
    return answer(api.DELETE('/members/{member_id}/phones/{phone_id}', { params: { path } }));
  }
  if ('email_id' in path) {
    return answer(api.DELETE('/members/{member_id}/emails/{email_id}', { params: { path } }));
  }
  return answer(api.DELETE('/members/{member_id}/addresses/{address_id}', { params: { path } }));
}

function idAs(entry: Entry): { phone_id: string } | { email_id: string } | { address_id: string } {
  if (entry.kind === 'phone') return { phone_id: entry.value.phone_id };
  if (entry.kind === 'email') return { email_id: entry.value.email_id };
  return { address_id: entry.value.address_id };
}

/** What was removed, once more: with its label and its mark. */
export function addAgain(memberId: string, entry: Entry): Promise<unknown> {
  const number = entry.kind === 'phone' && { number: entry.value.e164 };
  const typed = { ...typedOf(entry.kind, entry), ...number };
  return add(memberId, entry.kind, { ...sentOf(entry.kind, typed), primary: entry.value.primary });
}
