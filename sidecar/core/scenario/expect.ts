// What a scenario expects against what the judgement says: only what is named is compared (F1, F2).
import { readWithin } from '#core/policy/durations.ts';
import { isMap, type Plain, type PlainMap } from './plain.ts';

/** In a map with one of these keys, the map may be written as that key's value alone. */
const HEADS = ['verdict', 'state', 'id', 'contact', 'reference', 'do', 'lead', 'used', 'text'] as const;
/** Lists that are compared whole, in any order. */
const WHOLE = new Set(['blockedBy']);
const DURATIONS = new Set(['target', 'remaining']);

/** One line a difference; none when all that is named agrees. */
export function differences(expected: Plain, actual: Plain | undefined, path: string): string[] {
  if (actual === undefined) return absent(expected, path);
  if (expected === 'none' && isNothing(actual)) return [];
  if (expected === 'none' && isMapEntry(path)) return [`${path}: expected none, got ${show(actual)}`];
  if (Array.isArray(expected)) return list(expected, actual, path);
  if (Array.isArray(actual) && expected !== null) return list([expected], actual, path);
  if (isMap(expected)) return map(expected, actual, path);
  if (isMap(actual)) return byHead(expected, actual, path);
  return scalar(expected, actual, path);
}

/** Something that is not there at all: expected `none`, null or nothing. */
function absent(expected: Plain, path: string): string[] {
  if (expected === 'none' || (expected === null && isMapEntry(path))) return [];
  return [`${path}: expected ${show(expected)}, but there is none`];
}

function isNothing(actual: Plain): boolean {
  if (actual === null) return true;
  if (isMap(actual) && isMap(actual['items'])) return isNothing(actual['items']); // an intake that asks for nothing
  return typeof actual === 'object' && Object.keys(actual).length === 0;
}

function isMapEntry(path: string): boolean {
  return /^(?:timers|duties|exclusions|escalation|notices|credits|allowances|entitlements|level\.handOffs)\./u.test(
    path,
  );
}

function byHead(expected: Plain, actual: PlainMap, path: string): string[] {
  const heads = HEADS.flatMap((key) => (key in actual ? [actual[key] ?? null] : []));
  if (heads.length === 0) return scalar(expected, actual, path);
  const told = heads.map((each) => differences(expected, each, path));
  return told.some((lines) => lines.length === 0) ? [] : (told[0] ?? []);
}

/** `dueAt` may be said for `due`, and so on. */
function map(expected: PlainMap, actual: Plain, path: string): string[] {
  const keys = Object.keys(expected);
  if (keys.length === 0 && path === '') return []; // the scenario is about what is refused
  if (keys.length === 0) {
    return isNothing(actual) ? [] : [`${path}: expected nothing, got ${show(actual)}`];
  }
  if (!isMap(actual)) return [`${path}: expected ${show(expected)}, got ${show(actual)}`];
  return keys.flatMap((key) => {
    const value = key in actual ? actual[key] : actual[key.replace(/At$/u, '')];
    return differences(expected[key] ?? null, value, path === '' ? key : `${path}.${key}`);
  });
}

function list(expected: readonly Plain[], actual: Plain, path: string): string[] {
  const there = isMap(actual)
    ? Object.keys(actual)
    : Array.isArray(actual)
      ? actual.map(String)
      : actual === null
        ? []
        : [String(actual)];
  if (expected.length === 0) return there.length === 0 ? [] : [`${path}: expected nothing, got ${there.join(', ')}`];
  const last = path.slice(path.lastIndexOf('.') + 1);
  if (WHOLE.has(last)) {
    const same = expected.length === there.length && expected.every((e) => there.includes(String(e)));
    return same ? [] : [`${path}: expected ${show(expected)}, got ${show(there)}`];
  }
  if (Array.isArray(actual) && actual.some(isMap)) return expected.flatMap((entry) => amongMaps(entry, actual, path));
  return expected.flatMap((entry) => listed(entry, there, actual, path));
}

/** Reasons, advice, spans of a receipt: named by their text, by a clause that they cite, or by some of their keys. */
function amongMaps(entry: Plain, actual: readonly Plain[], path: string): string[] {
  const word = typeof entry === 'string' && entry.startsWith('-') ? entry.slice(1) : null;
  const found = actual.some((each) => isSuch(word ?? entry, each, path));
  if (word !== null) return found ? [`${path}: ${word} is not wanted`] : [];
  return found ? [] : [`${path}: expected ${show(entry)}, got ${show(actual)}`];
}

function isSuch(entry: Plain, each: Plain, path: string): boolean {
  if (typeof entry !== 'object' && isMap(each) && Array.isArray(each['cites']) && each['cites'].includes(entry))
    return true;
  return differences(entry, each, path).length === 0;
}

function listed(entry: Plain, there: readonly string[], actual: Plain, path: string): string[] {
  if (isMap(entry)) {
    const id = String(entry['id'] ?? '');
    return differences(entry, isMap(actual) ? withId(actual, id) : undefined, `${path}.${id}`);
  }
  const word = String(entry);
  if (word.startsWith('-'))
    return there.includes(word.slice(1)) ? [`${path}: ${word.slice(1)} is not wanted, got ${there.join(', ')}`] : [];
  return there.includes(word) ? [] : [`${path}: expected ${word}, got ${there.join(', ') || 'nothing'}`];
}

function withId(actual: PlainMap, id: string): Plain | undefined {
  const found = actual[id];
  return isMap(found) ? { id, ...found } : found;
}

function scalar(expected: Plain, actual: Plain, path: string): string[] {
  if (expected === actual) return [];
  const key = path.slice(path.lastIndexOf('.') + 1);
  if (typeof expected !== 'object' && typeof actual !== 'object' && sameText(String(expected), String(actual), key))
    return [];
  return [`${path}: expected ${show(expected)}, got ${show(actual)}`];
}

/** Instants as instants, durations as durations, money as money; else to the letter. */
function sameText(expected: string, actual: string, key: string): boolean {
  if (expected === actual) return true;
  const wanted = instant(expected);
  if (wanted !== null) return wanted === instant(actual);
  if (DURATIONS.has(key)) return sameDuration(expected, actual);
  if (key === 'fee') return sameMoney(expected, actual);
  return false;
}

function instant(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT/u.test(text)) return null;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}

function sameDuration(expected: string, actual: string): boolean {
  const negative = /^[-−]/u;
  if (negative.test(expected) !== negative.test(actual)) return false;
  const [a, b] = [readWithin(expected.replace(negative, '')), readWithin(actual.replace(negative, ''))];
  return a !== null && b !== null && a.text === b.text;
}

function sameMoney(expected: string, actual: string): boolean {
  const [amount, currency] = expected.split(' ');
  const [given, unit] = actual.split(' ');
  return Number(amount) === Number(given) && currency === unit;
}

/** Reasons and receipts are too long for a line. */
function show(value: Plain | undefined): string {
  const brief = (key: string, each: unknown): unknown => (key === 'reasons' || key === 'receipt' ? undefined : each);
  return typeof value === 'string' ? value : JSON.stringify(value ?? null, brief);
}
