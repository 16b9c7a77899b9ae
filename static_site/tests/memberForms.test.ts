import { describe, expect, it } from 'vitest';
import { parseInstallments } from '../src/routes/member/accounts/installments';
import { EMPTY, changes, conflicts } from '../src/routes/member/edit/memberFields';

describe('pasted instalments', () => {
  it('are read as a spreadsheet gives them', () => {
    const text = '10/02/2027\t1.000.000\tRp100.000\r\n2027-3-10; 1000000\n\n1-4-2027|1,000,000|0';
    expect(parseInstallments(text.replaceAll('\r', '')).rows).toEqual([
      { due_on: '2027-02-10', principal: 1_000_000, margin: 100_000 },
      { due_on: '2027-03-10', principal: 1_000_000, margin: 0 },
      { due_on: '2027-04-01', principal: 1_000_000, margin: 0 },
    ]);
  });

  it.each(['10/02/27; 1', '10/02/2027', '10/02/2027; 1,5', '10/02/2027; -1', '10/02/2027; 1; 2; 3'])(
    'name the first line that is none: %s',
    (line) => expect(parseInstallments(`\n10/02/2027; 1\n${line}`)).toMatchObject({ invalidLine: 3 }),
  );
});

describe('a changed member', () => {
  const before = { ...EMPTY, name: 'Siti', office: 'GRT' };

  it('sends only what changed, an emptied field as null', () => {
    expect(changes({ ...before, name: ' Siti ', office: '', occupation: 'Guru' }, before)).toEqual({
      office: null,
      occupation: 'Guru',
    });
    expect(changes({ ...before, name: '' }, before)).toEqual({ name: '' });
  });

  it('meets what somebody else changed: the same field with both values, another with theirs', () => {
    const typed = { ...before, name: 'Siti A', gender: 'P' };
    const theirs = { ...before, name: 'Siti B', occupation: 'Guru', gender: 'P' };
    expect(conflicts(before, typed, theirs)).toEqual([
      { field: 'name', theirs: 'Siti B', mine: 'Siti A' },
      { field: 'occupation', theirs: 'Guru' },
    ]);
  });
});
