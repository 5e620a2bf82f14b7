// Conditions on what happened to the ticket: promises, attempts, duties, intake, defects, ratings, steps, versions, exclusions.
import type { FieldValue } from '#core/facts/facts.ts';
import { allOf, anyOf } from './combination.ts';
import type { Condition, Subject, Test } from './policy.ts';
import type { Context, NameKind } from './context.ts';
import { isMap, list } from './context.ts';
import { readWithin } from './durations.ts';
import type { Path } from './problem.ts';
import { suggestion } from './problem.ts';

type Reader = (context: Context, value: unknown, path: Path) => Condition;

/** Reads a key of what happened (`promise`, `duty.localize`, `rating`); null for another key. */
export function workCondition(context: Context, key: string, value: unknown, path: Path): Condition | null {
  const reader = readerOf(key);
  if (reader !== undefined) return reader(context, value, path);
  const dot = key.indexOf('.');
  if (dot < 0) return null;
  const [head, tail] = [key.slice(0, dot), key.slice(dot + 1)];
  if (head === 'rating' && (tail === 'bad' || tail === 'good'))
    return compare({ of: 'rating' }, [tail], `rating is ${tail}`);
  const named = BY_NAME.has(head) ? readerOf(head) : undefined;
  return named === undefined ? null : named(context, { [tail]: value }, path);
}

/** Keys that take a name after a dot: `duty.localize`. */
const BY_NAME = new Set(['promise', 'duty', 'duties', 'intake', 'step', 'escalation', 'version', 'exclusion']);

function readerOf(key: string): Reader | undefined {
  return Object.hasOwn(READERS, key) ? READERS[key] : undefined;
}

const READERS: Readonly<Record<string, Reader>> = {
  promise: perName('metric', (metric) => ({ of: 'promise', metric }), promiseStates),
  customer: (context, value, path) => {
    if (value !== 'dissatisfied')
      context.fault(path, 'wrong-value', `"${String(value)}" is not known here`, 'write dissatisfied');
    return { kind: 'dissatisfied', text: 'the customer is dissatisfied' };
  },
  attempts,
  duty: perName('duty', (duty) => ({ of: 'duty', duty: duty ?? '' }), dutyStates),
  duties: perName('duty', (duty) => ({ of: 'duty', duty: duty ?? '' }), dutyStates),
  intake: perName('intake', (intake) => ({ of: 'intake', intake }), oneOf('complete', 'missing')),
  defect: (context, value, path) => {
    if (value === 'reported' || value === true)
      return test({ of: 'defect' }, { kind: 'set', set: true }, 'a defect is reported');
    if (value === 'none' || value === false || value === null)
      return test({ of: 'defect' }, { kind: 'set', set: false }, 'no defect is reported');
    return compare({ of: 'defect' }, oneOf('open', 'closed')(context, value, path, null), `defect is ${shown(value)}`);
  },
  rating: (context, value, path) => {
    if (value === null || value === 'none') return test({ of: 'rating' }, { kind: 'set', set: false }, 'not rated');
    return compare({ of: 'rating' }, oneOf('good', 'bad')(context, value, path, null), `rating is ${shown(value)}`);
  },
  step: perName('step', (step) => ({ of: 'step', step: step ?? '' }), oneOf('open', 'closed', 'taken')),
  escalation: perName('step', (step) => ({ of: 'step', step: step ?? '' }), oneOf('open', 'closed', 'taken')),
  version: perName('product', (product) => ({ of: 'version', product }), oneOf('supported', 'ended', 'unknown')),
  exclusion: perName(
    'exclusion',
    (exclusion) => ({ of: 'exclusion', exclusion: exclusion ?? '' }),
    (_c, value) => [value !== false && value !== 'false'],
  ),
};

type States = (context: Context, value: unknown, path: Path, name: string | null) => readonly FieldValue[];

/** `key: state` for any, or `key: { name: state }` for one by name. */
function perName(kind: NameKind, subject: (name: string | null) => Subject, states: States): Reader {
  const named = kind === 'duty' || kind === 'step' || kind === 'exclusion';
  return (context, value, path) => {
    if (isMap(value)) {
      const parts = Object.entries(value).map(([name, state]): Condition => {
        context.refer(kind, name, [...path, name], true);
        return compare(
          subject(name),
          states(context, state, [...path, name], name),
          `${kind} ${name} is ${shown(state)}`,
        );
      });
      return allOf(parts);
    }
    if (named) {
      const names = list(value).map(String);
      const parts = names.map((name): Condition => {
        context.refer(kind, name, path);
        const state = kind === 'exclusion' ? true : kind === 'step' ? 'taken' : 'done';
        return compare(subject(name), states(context, state, path, name), `${kind} ${name} is ${String(state)}`);
      });
      return anyOf(parts);
    }
    return compare(
      subject(null),
      states(context, value, path, null),
      `${kind === 'metric' ? 'a promise' : kind} is ${shown(value)}`,
    );
  };
}

function oneOf(...words: readonly string[]): States {
  return (context, value, path) => {
    const values = list(value).map(String);
    for (const each of values) {
      if (!words.includes(each))
        context.fault(path, 'wrong-value', `"${each}" is not known here`, suggestion(each, words));
    }
    return values;
  };
}

/** A promise that was kept late was breached all the same. */
function promiseStates(context: Context, value: unknown, path: Path, name: string | null): readonly FieldValue[] {
  const states = oneOf(
    'running',
    'paused',
    'met',
    'breached',
    'breached_met',
    'best_effort',
    'at_risk',
  )(context, value, path, name);
  return states.flatMap((state) => (state === 'breached' ? ['breached', 'breached_met'] : [state]));
}

function dutyStates(context: Context, value: unknown, path: Path, name: string | null): readonly FieldValue[] {
  const written =
    name === null || !Object.hasOwn(context.text.duties ?? {}, name) ? undefined : context.text.duties?.[name];
  const outcomes = typeof written === 'object' ? list(written.outcomes) : [];
  const values = value === true ? ['done'] : list(value).map(String);
  for (const each of values) {
    const known = ['open', 'done', 'waived', ...outcomes];
    if (!known.includes(each))
      context.fault(path, 'unknown-reference', `"${each}" is no outcome of the duty`, suggestion(each, known));
  }
  return values.flatMap((each) => (each === 'done' ? ['done', ...outcomes] : [each]));
}

function attempts(context: Context, value: unknown, path: Path): Condition {
  const map = isMap(value) ? value : {};
  const step = String(map['on'] ?? map['step'] ?? '');
  context.refer('step', step, [...path, 'on']);
  for (const key of Object.keys(map)) {
    if (!['on', 'step', 'atLeast', 'within'].includes(key)) {
      context.fault(
        [...path, key],
        'unknown-key',
        `unknown key "${key}"`,
        suggestion(key, ['on', 'atLeast', 'within']),
        { key: true },
      );
    }
  }
  const atLeast = Number(map['atLeast'] ?? 1);
  if (!Number.isInteger(atLeast) || atLeast < 1)
    context.fault([...path, 'atLeast'], 'wrong-value', 'atLeast is a whole number from 1', null);
  const written = map['within'];
  const within = written === undefined ? null : readWithin(String(written));
  if (written !== undefined && within === null)
    context.fault([...path, 'within'], 'wrong-value', `"${String(written)}" is not a duration`, 'write 1 business day');
  const text = `at least ${atLeast} attempts on ${step}${within ? ` within ${within.text}` : ''}`;
  return { kind: 'attempts', step, atLeast, within, text };
}

const shown = (value: unknown): string => list(value).map(String).join(' or ');
const test = (subject: Subject, how: Test, text: string): Condition => ({ kind: 'compare', subject, test: how, text });
const compare = (subject: Subject, values: readonly FieldValue[], text: string): Condition =>
  test(subject, { kind: 'in', values }, text);
