import type { Member, MemberFields } from '../../../api/types';

/** What the form holds: every field as text, nothing as an empty one. */
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
export type Typed = Record<FieldName, string>;

export const NOBODY: Typed = {
  name: '',
  joined_on: '',
  member_no: '',
  birth_date: '',
  gender: '',
  status: 'active',
  office: '',
  occupation: '',
};

export function typedOf(member: Pick<Member, FieldName>): Typed {
  return Object.fromEntries(FIELDS.map((field) => [field, member[field] ?? ''])) as Typed;
}

/** The fields that differ from what was there, in the API's words. */
export function changes(typed: Typed, before: Typed): Partial<MemberFields> {
  const changed = FIELDS.filter((field) => typed[field].trim() !== before[field]);
  return Object.fromEntries(changed.map((field) => [field, sent(field, typed[field])]));
}

function sent(field: FieldName, text: string): string | null {
  const asked = field === 'name' || field === 'joined_on' || field === 'member_no';
  return text.trim() || (asked ? '' : null);
}

export interface Clash {
  field: FieldName;
  theirs: string;
  /** What the clerk typed into the same field; absent where she left it alone. */
  mine?: string;
}

/** What somebody else changed meanwhile, beside what was typed here. */
export function clashes(before: Typed, typed: Typed, theirs: Typed): Clash[] {
  return FIELDS.filter(
    (field) => theirs[field] !== before[field] && theirs[field] !== typed[field],
  ).map((field) => ({
    field,
    theirs: theirs[field],
    ...(typed[field] !== before[field] && { mine: typed[field] }),
  }));
}
