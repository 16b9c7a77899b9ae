/** Short names for the API's types, which are generated from its OpenAPI document. */
import type { components, operations } from './schema';

export type { paths } from './schema';

type Schemas = components['schemas'];

/** RFC 9457. Partial, because an answer that does not come from the API may lack any field. */
export type Problem = Partial<Schemas['Problem']>;

export type SignedIn = Schemas['Session'];
export type User = SignedIn['user'];
export type Settings = Schemas['Cooperative'];

export type Member = Schemas['Member'];
export type MemberRow = Schemas['MemberRow'];
export type NewMember = Schemas['NewMember'];
export type MemberFields = Omit<Schemas['MemberChange'], 'version'>;
export type MemberStatus = MemberRow['status'];
export type Sort = NonNullable<
  operations['list_members_members_get']['parameters']['query']
>['sort'];
export type Counts = Schemas['Counts'];

export type Account = Schemas['Account'];
export type NewAccount = Schemas['NewAccount'];
export type OpenedAccount = Schemas['OpenedAccount'];
type AccountOf<Kind extends Account['kind'], Fields extends keyof Account> = Account & {
  kind: Kind;
} & { [Field in Fields]-?: NonNullable<Account[Field]> };

export const isSavings = (account: Account): account is Savings => account.kind === 'savings';
export const isFinancing = (account: Account): account is Financing => account.kind === 'financing';

export type Savings = AccountOf<'savings', 'balance'>;
export type Financing = AccountOf<
  'financing',
  | 'principal'
  | 'outstanding'
  | 'outstanding_principal'
  | 'outstanding_margin'
  | 'outstanding_penalty'
  | 'paid'
  | 'installment_count'
  | 'paid_count'
  | 'method'
>;
export type Settled = Schemas['Settled'];
export type Schedule = Schemas['Schedule'];
export type Installment = Schemas['ScheduleRow'];
export type Transaction = Schemas['Transaction'];

export type MemberArrears = Omit<Schemas['MemberArrears'], 'next_cursor'>;
export type AccountArrears = Schemas['AccountArrears'];
export type AllocatedInstallment = Schemas['AllocatedInstallment'];
export type OverdueInstallment = Schemas['OverdueInstallment'];

export type WorklistRow = Schemas['WorklistRow'];
export type DueRow = Schemas['DueAccount'];
export type Trend = Schemas['Trend'];
export type Snapshot = Schemas['Snapshot'];
export type Ageing = Schemas['Ageing'];
export type Reminder = Schemas['ReminderRow'];
export type ReminderStatus = Reminder['status'];
export type ReminderDay = Schemas['DaySummary'];
export type ReminderRules = Schemas['Rules'];
export type ReminderTemplate = Schemas['TemplateRow'];
export type Stage = Schemas['Stage'];
export type ReminderPlan = Schemas['Planned'];
export type PlannedReminder = Schemas['PlannedRow'];
export type FollowUp = Schemas['FollowUpRow'];
export type FollowUpKind = FollowUp['kind'];
export type NewFollowUp = Schemas['NewFollowUp'];
export type Channel = NonNullable<FollowUp['channel']>;
export type Outcome = NonNullable<FollowUp['outcome']>;

export type Interaction = Schemas['InteractionRow'];
export type InteractionKind = Interaction['kind'];
export type NewInteraction = Schemas['NewInteraction'];
export type Contacts = Schemas['MemberContacts'];
export type Phone = Schemas['PhoneRow'];
export type Email = Schemas['EmailRow'];
export type Address = Schemas['AddressRow'];
export type Consent = Schemas['ConsentStates']['whatsapp'];
export type MessagePreview = Schemas['MessagePreview'];
export type Template = Schemas['NewMessage']['template'];

export type UserRow = Schemas['UserRow'];
export type Role = UserRow['role'];
export type CreatedUser = Schemas['CreatedUser'];
export type ClientRow = Schemas['ClientRow'];
export type CreatedClient = Schemas['CreatedClient'];
export type Scope = ClientRow['scopes'][number];
export type AuditRow = Schemas['AuditRow'];
export type Statement = Schemas['Statement'];
export type StatementEntry = Schemas['StatementEntry'];
export type Recap = Schemas['Recap'];
export type RecapEntry = Schemas['RecapEntry'];
export type OfficerSums = Schemas['OfficerSums'];
export type SavedFilter = Schemas['SavedFilter'];
export type Import = Schemas['Import'];
export type ImportKind = Schemas['RefusedRow']['kind'];
export type ImportTables = Schemas['TableList'];
export type ImportTable = ImportTables['items'][number];
export type TableCorrection = Schemas['TableCorrection'];
export type ImportCorrection = Schemas['Correction'];
export type ChangedRow = Schemas['ChangedRow'];
export type DoubtfulRow = Schemas['DoubtfulRow'];
export type Decision = NonNullable<DoubtfulRow['decision']>;
export type ImportChange = ChangedRow['changes'][number];
export type RefusedRow = Schemas['RefusedRow'];
export type ExportJob = Schemas['ExportJob'];
export type CooperativeExport = Schemas['CooperativeExport'];
