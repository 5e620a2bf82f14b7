// What a key of a condition is compared with → a test, and the words for it.
import { COMPARISONS } from '#schema/policy/conditions.ts';
import type { FieldValue } from '#core/facts/facts.ts';
import type { Bound, Test } from './policy.ts';
import type { Context } from './context.ts';
import { isMap, list } from './context.ts';
import { roughMs } from './durations.ts';
import { readPattern } from './patterns.ts';
import type { Path } from './problem.ts';
import { suggestion } from './problem.ts';
import { subjectOf, type SubjectOf } from './subjects.ts';

/** A test with the words for it, such as `is one of P1, P2`. */
export interface WordedTest {
  readonly test: Test;
  readonly words: string;
}

/** Reads what stands after a condition's key. Several comparisons in one map must all hold. */
export function readTests(context: Context, about: SubjectOf, value: unknown, path: Path): readonly WordedTest[] {
  if (value === null) return [{ test: { kind: 'set', set: false }, words: 'is not set' }];
  if (!isMap(value)) return [membership(context, about, list(value), path, true)];
  const tests: WordedTest[] = [];
  const range = readRange(context, about, value, path);
  if (range) tests.push(range);
  for (const [key, operand] of Object.entries(value)) {
    const at = [...path, key];
    if (!Object.hasOwn(COMPARISONS, key)) {
      context.fault(at, 'unknown-key', `unknown comparison "${key}"`, suggestion(key, Object.keys(COMPARISONS)), {
        key: true,
      });
    } else if (!RANGE.has(key)) {
      const test = single(context, about, key, operand, at);
      if (test) tests.push(test);
    }
  }
  return tests;
}

const RANGE = new Set(['atLeast', 'atMost', 'moreThan', 'lessThan', 'after', 'before', 'from', 'until', 'between']);

function single(context: Context, about: SubjectOf, key: string, operand: unknown, path: Path): WordedTest | null {
  const values = list(operand);
  switch (key) {
    case 'equals':
    case 'is':
    case 'in':
      return membership(context, about, values, path, true);
    case 'not':
    case 'notIn':
      if (operand === null) return { test: { kind: 'set', set: true }, words: 'is set' };
      return membership(context, about, values, path, false);
    case 'isSet':
    case 'set': {
      const set = operand === true || operand === 'true';
      return { test: { kind: 'set', set }, words: set ? 'is set' : 'is not set' };
    }
    case 'includes':
    case 'includesAny':
    case 'excludes': {
      const texts = values.map(String);
      const [all, any, none] = [
        key === 'includes' ? texts : [],
        key === 'includesAny' ? texts : [],
        key === 'excludes' ? texts : [],
      ];
      const words = { includes: 'includes', includesAny: 'includes one of', excludes: 'does not include' }[key];
      return { test: { kind: 'includes', all, any, none }, words: `${words} ${texts.join(', ')}` };
    }
    default:
      return readPattern(context, operand, path);
  }
}

function membership(
  context: Context,
  about: SubjectOf,
  raw: readonly unknown[],
  path: Path,
  holds: boolean,
): WordedTest {
  const values = raw.map((each, index) => readValue(context, about, each, raw.length > 1 ? [...path, index] : path));
  const shown = values.map((each) => (each === null ? 'not set' : String(each))).join(', ');
  if (about.as === 'list') {
    const texts = values.map(String);
    const test: Test = { kind: 'includes', all: [], any: holds ? texts : [], none: holds ? [] : texts };
    return { test, words: `${holds ? 'includes' : 'does not include'} ${shown}` };
  }
  const many = values.length > 1;
  if (holds) return { test: { kind: 'in', values }, words: `is ${many ? 'one of ' : ''}${shown}` };
  return { test: { kind: 'not_in', values }, words: `is ${many ? 'none of' : 'not'} ${shown}` };
}

/** One value as the subject has it: a choice's id, a flag, a number. */
function readValue(context: Context, about: SubjectOf, value: unknown, path: Path): FieldValue {
  if (value === null) return null;
  if (typeof value === 'object') {
    context.fault(path, 'wrong-value', 'a value or a list of values belongs here', null);
    return null;
  }
  const text = String(value);
  if (about.known !== null && !about.known.includes(text)) {
    context.fault(path, 'unknown-reference', `"${text}" is not one of its values`, suggestion(text, about.known));
  }
  if (about.as === 'flag') {
    if (text === 'true' || text === 'yes') return true;
    if (text === 'false' || text === 'no') return false;
    context.fault(path, 'wrong-value', `"${text}" is neither true nor false`, 'write true or false');
    return null;
  }
  if (about.as === 'number' && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return about.as === 'raw' ? (value as FieldValue) : text;
}

function readRange(
  context: Context,
  about: SubjectOf,
  map: { readonly [key: string]: unknown },
  path: Path,
): WordedTest | null {
  const bounds: { atLeast: Bound; moreThan: Bound; atMost: Bound; lessThan: Bound } = {
    atLeast: null,
    moreThan: null,
    atMost: null,
    lessThan: null,
  };
  const words: string[] = [];
  const put = (side: keyof typeof bounds, operand: unknown, at: Path, word: string): void => {
    bounds[side] = readBound(context, about, operand, at);
    words.push(`${word} ${String(operand)}`);
  };
  for (const [key, operand] of Object.entries(map)) {
    const at = [...path, key];
    if (key === 'atLeast' || key === 'atMost' || key === 'moreThan' || key === 'lessThan')
      put(key, operand, at, WORDS[key] ?? key);
    else if (key === 'after') put('moreThan', operand, at, 'is after');
    else if (key === 'before') put('lessThan', operand, at, 'is before');
    else if (key === 'from') put('atLeast', operand, at, 'is from');
    else if (key === 'until') put('atMost', operand, at, 'is until');
    else if (key === 'between') {
      const [low, high] = isMap(operand) ? [operand['from'], operand['to']] : list(operand);
      put('atLeast', low, at, 'is at least');
      put('atMost', high, at, 'is at most');
    }
  }
  if (words.length === 0) return null;
  checkOrder(context, bounds, path);
  return { test: { kind: 'range', ...bounds }, words: words.join(' and ') };
}
const WORDS: Readonly<Record<string, string>> = {
  atLeast: 'is at least',
  atMost: 'is at most',
  moreThan: 'is more than',
  lessThan: 'is less than',
};

function checkOrder(context: Context, bounds: Readonly<Record<string, Bound>>, path: Path): void {
  const low = bounds['atLeast'] ?? bounds['moreThan'] ?? null;
  const high = bounds['atMost'] ?? bounds['lessThan'] ?? null;
  if (
    low === null ||
    high === null ||
    typeof low !== typeof high ||
    typeof low === 'object' ||
    typeof high === 'object'
  )
    return;
  const open = bounds['moreThan'] !== null || bounds['lessThan'] !== null;
  if (low > high || (open && low === high)) {
    context.fault(path, 'condition-never-holds', `nothing is both above ${low} and below ${high}`, 'swap the bounds', {
      severity: 'warning',
    });
  }
}

function readBound(context: Context, about: SubjectOf, operand: unknown, path: Path): Bound {
  if (typeof operand === 'number') return operand;
  if (typeof operand === 'string') {
    if (about.as === 'duration') {
      const ms = roughMs(operand);
      if (ms !== null) return ms;
    } else if (/^-?\d+(\.\d+)?$/.test(operand)) return Number(operand);
    else if (/^\d{4}-\d{2}-\d{2}/.test(operand)) return operand;
    const other = subjectOf(context, operand);
    if (other) return { subject: other.subject };
  }
  const what =
    about.as === 'duration' ? 'a duration (30 days)' : 'a number, a date or another key (organization.users)';
  context.fault(path, 'wrong-value', `"${String(operand)}" cannot be compared`, `write ${what}`);
  return null;
}
