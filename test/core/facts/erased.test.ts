/** Taking one person's name out of a text: never part of another number, never a short word. */
import { describe, expect, it } from 'vitest';
import { names, textWithout } from '#core/facts/erased.ts';

const person = { userId: '123', name: 'Ana Example', email: 'ana@example.com' };
const without = (text: string): string => textWithout(text, person, 'X');

describe('a text without a person', () => {
  it.each([
    ['Ana Example (123, as claimed)', 'X (X, as claimed)'],
    ['{"userId":"123","other":"1234","more":"0123"}', '{"userId":"X","other":"1234","more":"0123"}'],
    ['ANA@EXAMPLE.COM wrote', 'X wrote'],
    ['Ana wrote', 'Ana wrote'],
  ])('%s', (text, expected) => {
    expect(without(text)).toBe(expected);
    expect(names(text, person)).toBe(text !== expected);
  });

  it('takes names with signs of their own as they stand', () => {
    expect(textWithout('A+ (B) was here', { userId: '1', name: 'A+ (B)', email: null }, 'X')).toBe('X was here');
    expect(textWithout('Bo wrote', { userId: '1', name: 'Bo', email: null }, 'X')).toBe('Bo wrote');
  });
});
