import type { ImportKind } from '../../api/types';

const ACCOUNT = ['account_no', 'member_no', 'product', 'opened_on'] as const;

/** In the order in which they build on each other. */
export const KINDS = ['members', 'savings', 'financing', 'installments', 'transactions'] as const;

/** What a column of each kind of table may hold, as functions/imports/rules.py knows it. */
export const FIELDS = {
  members: [
    'member_no', 'name', 'nik', 'gender', 'birth_date', 'joined_on', 'status', 'office',
    'occupation', 'street', 'rt_rw', 'rt', 'rw', 'village', 'district', 'regency', 'province',
    'postal_code', 'phone', 'phone_2', 'email',
  ],
  savings: ACCOUNT,
  financing: [
    ...ACCOUNT, 'principal', 'annual_rate', 'margin', 'method', 'tenor_months', 'first_due_on',
    'grace_days',
  ],
  installments: ['account_no', 'number', 'due_on', 'principal', 'margin'],
  transactions: ['account_no', 'value_date', 'type', 'amount', 'note', 'document_no'],
} as const satisfies Record<ImportKind, readonly string[]>;

export type Field = (typeof FIELDS)[ImportKind][number];
