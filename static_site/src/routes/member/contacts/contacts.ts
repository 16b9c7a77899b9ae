import { answer, api, partialBody } from '../../../api/client';
import type { Address, Email, Phone } from '../../../api/types';

export type Contact =
  | { kind: 'phone'; value: Phone }
  | { kind: 'email'; value: Email }
  | { kind: 'address'; value: Address };

export type ContactKind = Contact['kind'];

/** The fields of each kind, in the order of the form; the first one is required. */
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
} as const satisfies Record<ContactKind, readonly string[]>;

export type FieldName = (typeof FIELDS)[ContactKind][number];
export type FormValues = Partial<Record<FieldName, string>>;

/** The values that the form starts with; a missing one is an empty text. */
export function formValues(kind: ContactKind, contact?: Contact): FormValues {
  const stored: Record<string, unknown> = { ...contact?.value };
  if (contact?.kind === 'phone') stored.number = contact.value.display;
  return Object.fromEntries(FIELDS[kind].map((field) => [field, stored[field] ?? '']));
}

export function idOf(contact: Contact): string {
  if (contact.kind === 'phone') return contact.value.phone_id;
  return contact.kind === 'email' ? contact.value.email_id : contact.value.address_id;
}

/** How messages and buttons call a contact. */
export function nameOf(contact: Contact): string {
  if (contact.kind === 'phone') return contact.value.display;
  return contact.kind === 'email' ? contact.value.address : contact.value.street;
}

type ContactBody = Record<string, string | boolean | null>;

/** The fields for the API: an empty one is null, except the first one. */
export function toBody(kind: ContactKind, values: FormValues): ContactBody {
  const first: string = FIELDS[kind][0];
  const fields = Object.entries(values).map(([field, text]) => {
    return [field, text.trim() || (field === first ? '' : null)];
  });
  return Object.fromEntries(fields) as ContactBody;
}

export function add(memberId: string, kind: ContactKind, body: ContactBody): Promise<unknown> {
  const params = { path: { member_id: memberId } };
  const options = { params, body: body as never };
  if (kind === 'phone') return answer(api.POST('/members/{member_id}/phones', options));
  if (kind === 'email') return answer(api.POST('/members/{member_id}/emails', options));
  return answer(api.POST('/members/{member_id}/addresses', options));
}

export function change(memberId: string, contact: Contact, body: ContactBody): Promise<unknown> {
  const changes = partialBody(body) as never;
  const path = { member_id: memberId, ...idParameter(contact) };
  if ('phone_id' in path) {
    const phone = '/members/{member_id}/phones/{phone_id}';
    return answer(api.PATCH(phone, { params: { path }, body: changes }));
  }
  if ('email_id' in path) {
    const email = '/members/{member_id}/emails/{email_id}';
    return answer(api.PATCH(email, { params: { path }, body: changes }));
  }
  const address = '/members/{member_id}/addresses/{address_id}';
  return answer(api.PATCH(address, { params: { path }, body: changes }));
}

export function remove(memberId: string, contact: Contact): Promise<unknown> {
  const path = { member_id: memberId, ...idParameter(contact) };
  if ('phone_id' in path) {
    return answer(api.DELETE('/members/{member_id}/phones/{phone_id}', { params: { path } }));
  }
  if ('email_id' in path) {
    return answer(api.DELETE('/members/{member_id}/emails/{email_id}', { params: { path } }));
  }
  return answer(api.DELETE('/members/{member_id}/addresses/{address_id}', { params: { path } }));
}

type IdParameter = { phone_id: string } | { email_id: string } | { address_id: string };

function idParameter(contact: Contact): IdParameter {
  if (contact.kind === 'phone') return { phone_id: contact.value.phone_id };
  if (contact.kind === 'email') return { email_id: contact.value.email_id };
  return { address_id: contact.value.address_id };
}

/** Adds a removed contact again, with its label and as primary if it was. */
export function restore(memberId: string, contact: Contact): Promise<unknown> {
  const number = contact.kind === 'phone' && { number: contact.value.e164 };
  const values = { ...formValues(contact.kind, contact), ...number };
  const body = { ...toBody(contact.kind, values), primary: contact.value.primary };
  return add(memberId, contact.kind, body);
}
