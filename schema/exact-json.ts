/** JSON in which ids keep every digit: an integer that a JavaScript number cannot hold stays as its own text. */

interface ReviverContext {
  readonly source?: string;
}

/** Long runs of digits, and whatever could spell `__proto__`: without them nothing has to be looked at. */
const LONG_NUMBER = /\d{16}/;
const isUnusual = (text: string): boolean =>
  text.includes('__proto__') || text.includes('\\u') || LONG_NUMBER.test(text);

/**
 * Parses JSON. Integers beyond 2^53 come out as strings of their digits; keys named `__proto__` are dropped.
 * @throws SyntaxError where the text is not JSON, RangeError where it is nested deeper than the stack allows.
 */
export function parseExactJson(text: string): unknown {
  if (!isUnusual(text)) return JSON.parse(text);
  return JSON.parse(text, keepDigits as (this: unknown, key: string, value: unknown) => unknown);
}

function keepDigits(key: string, value: unknown, context?: ReviverContext): unknown {
  if (key === '__proto__') return undefined;
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? source : value;
}
