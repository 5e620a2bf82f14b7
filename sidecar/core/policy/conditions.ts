// A condition as written → a condition to judge by, its references checked.
import { ALWAYS, NEVER, allOf, anyOf } from './combination.ts';
import type { Condition } from './policy.ts';
import type { Context } from './context.ts';
import { isMap, list } from './context.ts';
import { readWithin } from './durations.ts';
import type { Path } from './problem.ts';
import { suggestion } from './problem.ts';
import { CONDITION_WORDS, subjectOf } from './subjects.ts';
import { readTests } from './tests.ts';
import { timeCondition } from './time-conditions.ts';
import { workCondition } from './work-conditions.ts';

/** Reads a condition; nothing written always holds. */
export function readCondition(context: Context, written: unknown, path: Path): Condition {
  if (written === undefined || written === true || written === 'always') return ALWAYS;
  if (written === false || written === 'never') return NEVER;
  if (Array.isArray(written)) {
    if (written.length === 1) return readCondition(context, written[0], [...path, 0]);
    context.fault(
      path,
      'wrong-value',
      'a list of conditions does not say how they combine',
      'write { any: […] } or { all: […] }',
    );
    return NEVER;
  }
  if (!isMap(written)) {
    context.fault(path, 'wrong-value', `"${String(written)}" is not a condition`, 'write { key: value }');
    return NEVER;
  }
  return readMap(context, written, path);
}

function readMap(context: Context, map: { readonly [key: string]: unknown }, path: Path): Condition {
  const parts: Condition[] = [];
  const taken = new Set(Object.hasOwn(map, 'since') ? ['atLeast', 'without'] : []);
  for (const [key, value] of Object.entries(map)) {
    if (!taken.has(key)) parts.push(readKey(context, key, value, map, [...path, key]));
  }
  return allOf(parts);
}

const GROUPS = new Set(['opened', 'now', 'started', 'contract', 'requester', 'organization', 'ticket']);

function readKey(
  context: Context,
  key: string,
  value: unknown,
  map: { readonly [key: string]: unknown },
  path: Path,
): Condition {
  if (key === 'when') return readCondition(context, value, path);
  if (key === 'all') return allOf(members(context, value, path));
  if (key === 'any') return anyOf(members(context, value, path));
  if (key === 'none') return { kind: 'not', of: anyOf(members(context, value, path)) };
  if (key === 'not')
    return {
      kind: 'not',
      of: Array.isArray(value) ? anyOf(members(context, value, path)) : readCondition(context, value, path),
    };
  if (key === 'since') return since(context, map, path);
  if (GROUPS.has(key) && isMap(value)) {
    return allOf(
      Object.entries(value).map(([inner, each]) => readKey(context, `${key}.${inner}`, each, map, [...path, inner])),
    );
  }
  return (
    timeCondition(context, key, value, path) ??
    workCondition(context, key, value, path) ??
    compare(context, key, value, path)
  );
}

function members(context: Context, value: unknown, path: Path): readonly Condition[] {
  if (Array.isArray(value) && value.length > 0)
    return value.map((each, index) => readCondition(context, each, [...path, index]));
  if (isMap(value))
    return Object.entries(value).map(([key, each]) => readKey(context, key, each, value, [...path, key]));
  context.fault(path, 'wrong-value', 'a list of conditions belongs here', 'write [{ … }, { … }]');
  return [NEVER];
}

function compare(context: Context, key: string, value: unknown, path: Path): Condition {
  const about = subjectOf(context, key);
  if (about === null) {
    const known = [...context.known('field'), ...CONDITION_WORDS];
    context.fault(
      path,
      'unknown-reference',
      `a condition cannot ask for "${key}"`,
      `${suggestion(key, known)} (fields stand under \`fields\`)`,
      { key: true },
    );
    return NEVER;
  }
  const { subject } = about;
  if (subject.of === 'field') context.used.add(`field ${subject.field}`);
  if (subject.of === 'contract' && subject.key.startsWith('entitlement.')) {
    context.refer('entitlement', subject.key.slice('entitlement.'.length), path, true);
    if (value === true) return { kind: 'compare', subject, test: { kind: 'set', set: true }, text: `${key} is set` };
    if (value === false)
      return { kind: 'compare', subject, test: { kind: 'set', set: false }, text: `${key} is not set` };
  }
  const tests = readTests(context, about, value, path);
  return allOf(tests.map(({ test, words }) => ({ kind: 'compare', subject, test, text: `${key} ${words}` })));
}

/** `{ since: head, atLeast: 1 business day, without: progress }` */
function since(context: Context, map: { readonly [key: string]: unknown }, path: Path): Condition {
  const step = String(map['since']);
  const known = context.refer('step', step, path);
  const within = readWithin(String(map['atLeast'] ?? ''));
  if (within === null) context.fault(path, 'missing', '`since` needs `atLeast`', 'add atLeast: 1 business day');
  const without = list(map['without']);
  for (const word of without) {
    if (word !== 'progress')
      context.fault(
        [...path.slice(0, -1), 'without'],
        'wrong-value',
        `"${String(word)}" is not known here`,
        'write progress',
      );
  }
  if (within === null || !known) return NEVER;
  const lacking = without.length > 0;
  const text = `${within.text} since ${step} was taken${lacking ? ' without progress' : ''}`;
  return { kind: 'since', step, atLeast: within, withoutProgress: lacking, text };
}
