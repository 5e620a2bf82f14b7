/** Taking one person out of texts and records: never part of another number, name or address, never a short word. */
import { describe, expect, it } from 'vitest';
import { forgetting } from '#core/facts/erased.ts';

const person = { userId: '123', names: ['Ana Example'], emails: ['ana@example.com'] };
const forget = forgetting(person, 'X');

describe('a text without a person', () => {
  it.each([
    ['Ana Example (123, as claimed)', 'X (X, as claimed)'],
    ['ANA@EXAMPLE.COM wrote', 'X wrote'],
    ['<ana@example.com>, "ana@example.com".', '<X>, "X".'],
    ['ana  example’s phone', 'X’s phone'],
    ['1234 and 0123', '1234 and 0123'],
    ['ticket 123', 'ticket 123'],
    ['Ana wrote', 'Ana wrote'],
    [
      'Joana Example, Ana Examples, diana@example.com, ana@example.com.au',
      'Joana Example, Ana Examples, diana@example.com, ana@example.com.au',
    ],
  ])('%s', (text, expected) => {
    expect(forget.text(text)).toBe(expected);
  });

  it.each([
    ['A+ (B)', 'A+ (B) was here', 'X was here'],
    ['Will May', 'Will May wrote: it will may be', 'X wrote: it will may be'],
    ['Élodie Noël', 'ÉLODIE NOËL; Élodie Noëlle', 'X; Élodie Noëlle'],
    ['山田太郎', '山田太郎です', 'Xです'],
  ])('%s', (name, text, expected) => {
    expect(forgetting({ userId: '1', names: [name], emails: [] }, 'X').text(text)).toBe(expected);
  });
});

describe('a record without a person', () => {
  it.each([
    [
      { userId: '123', name: 'Annie', email: 'old@example.com', phone: '+15550100', role: 'approved' },
      { userId: 'X', name: 'X', email: 'X', phone: 'X', role: 'approved' },
    ],
    [
      { ticket_id: 123, requester_id: 123, other: 1234 },
      { ticket_id: 123, requester_id: 'X', other: 1234 },
    ],
    [{ note: 'so\nAna Example' }, { note: 'so\nX' }],
    [
      [{ userId: '9', name: 'Annie', agreedBy: ['Ana Example', 'Bo'] }],
      [{ userId: '9', name: 'Annie', agreedBy: ['X', 'Bo'] }],
    ],
  ])('%j', (record, expected) => {
    expect(JSON.parse(forget.record(JSON.stringify(record)))).toEqual(expected);
  });

  it('leaves what does not name the person to the letter', () => {
    for (const record of ['{ "a" : 1.0 }', '{"subject": "x" "y"}', 'revision 3'])
      expect(forget.record(record)).toBe(record);
    expect(forget.record('{"subject": "\\nAna Example" "y"}')).toBe('{"subject": "\\nX" "y"}');
  });

  it('knows an actor by the number alone', () => {
    expect(forget.actor('Ana (123, as claimed)')).toBe('X (as claimed)');
    expect(forget.actor('Ana Example (124)')).toBe('Ana Example (124)');
  });
});
