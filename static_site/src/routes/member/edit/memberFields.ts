import type { Member, MemberFields } from '../../../api/types';

/** The fields of the form. All values are text; a missing value is an empty text. */
export const FIELDS = [
  'name',
  'joined_on',
  'member_no',
  'birth_date',
  'gender',
  'status',
  'office',
  'occupation',
] as const;

export type FieldName = (typeof FIELDS)[number];
export type FormValues = Record<FieldName, string>;

export const EMPTY: FormValues = {
  name: '',
  joined_on: '',
  member_no: '',
  birth_date: '',
  gender: '',
  status: 'active',
  office: '',
  occupation: '',
};

export function formValues(member: Pick<Member, FieldName>): FormValues {
  return Object.fromEntries(FIELDS.map((field) => [field, member[field] ?? ''])) as FormValues;
}

/** The fields that were changed, as the API takes them. */
export function changes(values: FormValues, before: FormValues): Partial<MemberFields> {
  const changed = FIELDS.filter((field) => values[field].trim() !== before[field]);
  return Object.fromEntries(changed.map((field) => [field, toApi(field, values[field])]));
}

function toApi(field: FieldName, text: string): string | null {
  const required = field === 'name' || field === 'joined_on' || field === 'member_no';
  return text.trim() || (required ? '' : null);
}

export interface EditConflict {
  field: FieldName;
  theirs: string;
  /** What was typed into the same field here; absent if nothing was. */
  mine?: string;
}

/** The fields that somebody else changed meanwhile, with what was typed here. */
export function conflicts(
  before: FormValues,
  values: FormValues,
  theirs: FormValues,
): EditConflict[] {
  return FIELDS.filter(
    (field) => theirs[field] !== before[field] && theirs[field] !== values[field],
  ).map((field) => ({
    field,
    theirs: theirs[field],
    ...(values[field] !== before[field] && { mine: values[field] }),
  }));
}
