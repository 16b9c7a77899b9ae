/** The API's words (docs/api.md) by hand, until schema.d.ts is generated from its OpenAPI document. */

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Problem {
  title?: string;
  status?: number;
  detail?: string;
  errors?: { field: string; message: string }[];
}

export interface User {
  username: string;
  name: string;
  role: string;
}

export interface SignedIn {
  access_token: string;
  user: User;
}

export interface Settings {
  name: string;
  logo: string | null;
  zone: string;
  offices?: { code: string; name: string }[];
}

export type MemberStatus = 'active' | 'inactive' | 'left' | 'deceased';

export interface MemberRow {
  member_id: string;
  member_no: string;
  name: string;
  status: MemberStatus;
  office: string | null;
  joined_on: string;
  phone: string | null;
  nik_masked: string | null;
}

export interface Member extends MemberRow {
  birth_date: string | null;
  gender: 'L' | 'P' | null;
  occupation: string | null;
}

export interface MemberPage extends Page<MemberRow> {
  narrow?: boolean;
}

export interface Counts {
  total: number;
  by_status: Record<string, number>;
  by_office: Record<string, number>;
}

interface Account {
  account_id: string;
  account_no: string;
  product: string;
  status: 'active' | 'closed';
  opened_on: string;
  closed_on: string | null;
}

export interface Savings extends Account {
  kind: 'savings';
  balance: number;
}

export interface Financing extends Account {
  kind: 'financing';
  principal: number;
  outstanding: number;
  outstanding_principal: number;
  outstanding_margin: number;
  outstanding_penalty: number;
  paid: number;
  tenor_months: number | null;
  installment_count: number;
  paid_count: number;
  next_due_on: string | null;
  next_due_amount: number | null;
  method: string;
}

export interface Installment {
  number: number;
  due_on: string;
  principal: number;
  margin: number;
  penalty: number;
  amount: number;
  paid: number;
  unpaid: number;
  status: 'paid' | 'partly' | 'unpaid';
}

export interface Schedule {
  items: Installment[];
  total_principal: number;
  total_margin: number;
}

export interface Transaction {
  transaction_id: string;
  type: string;
  value_date: string;
  amount: number;
  effect: number;
  balance_after: number;
  note: string | null;
  officer: string;
  reversed_by: string | null;
}

export interface OverdueInstallment {
  number: number;
  due_on: string;
  unpaid: number;
  days_past_due: number;
}

export interface AccountArrears {
  account_id: string;
  account_no: string;
  product: string;
  as_of: string;
  days_past_due: number;
  delinquent_days: number;
  overdue_amount: number;
  overdue_principal: number;
  overdue_margin: number;
  overdue_penalty: number;
  oldest_due_on: string | null;
  installments: OverdueInstallment[];
  collectability: { class: number; label: string };
  explanation: string;
}

export interface MemberArrears {
  as_of: string;
  days_past_due: number;
  overdue_amount: number;
  items: AccountArrears[];
}

export interface Phone {
  phone_id: string;
  e164: string;
  display: string;
  label: string | null;
  mobile: boolean;
  primary: boolean;
}

export interface Email {
  email_id: string;
  address: string;
  label: string | null;
  primary: boolean;
}

export interface Address {
  address_id: string;
  label: string | null;
  street: string | null;
  rt: string | null;
  rw: string | null;
  village: string | null;
  district: string | null;
  regency: string | null;
  province: string | null;
  postal_code: string | null;
  primary: boolean;
}

export type Consent = 'granted' | 'withdrawn' | 'unknown';

export interface Contacts {
  phones: Phone[];
  emails: Email[];
  addresses: Address[];
  consents: Record<'whatsapp' | 'phone' | 'email' | 'letter', Consent>;
}

export type Template = 'installment_due' | 'arrears' | 'thanks' | 'free';

export interface PreparedMessage {
  url: string;
  text: string;
  interaction_id: string;
}

type Answer<Ok> = {
  200: { content: { 'application/json': Ok } };
  default: { content: { 'application/problem+json': Problem } };
};
type Get<Ok, Parameters = unknown> = { get: { parameters: Parameters; responses: Answer<Ok> } };
type Post<Body, Ok, Parameters = unknown> = {
  post: {
    parameters: Parameters;
    requestBody: { content: { 'application/json': Body } };
    responses: Answer<Ok>;
  };
};
type OfMember = { path: { member_id: string } };
type OnlyOnce = { header: { 'Idempotency-Key': string } };
type OfAccount = { path: { account_id: string } };

export interface paths {
  '/auth/settings': Get<Settings>;
  '/auth/me': Get<User & { permissions: string[] }>;
  '/auth/login': Post<{ username: string; password: string }, SignedIn>;
  '/members': Get<
    MemberPage,
    {
      query: {
        q?: string;
        status?: string;
        office?: string;
        sort?: string;
        limit?: number;
        cursor?: string;
      };
    }
  >;
  '/members/counts': Get<Counts>;
  '/members/{member_id}': Get<Member, OfMember>;
  '/members/{member_id}/accounts': Get<
    Page<Savings | Financing>,
    OfMember & { query: { kind: 'savings' | 'financing' } }
  >;
  '/members/{member_id}/arrears': Get<MemberArrears, OfMember>;
  '/members/{member_id}/contacts': Get<Contacts, OfMember>;
  '/members/{member_id}/phones': Post<
    { number: string; label?: string; primary?: boolean },
    Phone,
    OfMember
  >;
  '/members/{member_id}/whatsapp': Post<
    { template: Template; account_id?: string; text?: string },
    PreparedMessage,
    OfMember & OnlyOnce
  >;
  '/accounts/{account_id}/schedule': Get<Schedule, OfAccount>;
  '/accounts/{account_id}/transactions': Get<
    Page<Transaction>,
    OfAccount & { query: { from?: string; to?: string; limit?: number; cursor?: string } }
  > &
    Post<
      { type: string; value_date: string; amount: number; note?: string },
      Transaction,
      OfAccount & OnlyOnce
    >;
  '/accounts/{account_id}/transactions/{transaction_id}/reversal': Post<
    { reason: string },
    Transaction,
    { path: { account_id: string; transaction_id: string } } & OnlyOnce
  >;
}
