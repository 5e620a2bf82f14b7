// What follows from what among conditions, as far as it can be told without a ticket. Where it cannot: no.
import type { Condition, Test } from '../policy.ts';

type Compare = Extract<Condition, { readonly kind: 'compare' }>;

/** Whether `b` surely holds whenever `a` does. */
export function implies(a: Condition, b: Condition): boolean {
  if (b.kind === 'always' || sameCondition(a, b)) return true;
  if (neverHolds(a)) return false;
  if (b.kind === 'all') return b.of.every((part) => implies(a, part));
  if (a.kind === 'any') return a.of.every((part) => implies(part, b));
  if (b.kind === 'any' && b.of.some((part) => implies(a, part))) return true;
  if (a.kind === 'all') return a.of.some((part) => implies(part, b));
  if (a.kind === 'compare' && b.kind === 'compare' && sameSubject(a, b)) return testImplies(a.test, b.test);
  return false;
}

function testImplies(a: Test, b: Test): boolean {
  if (a.kind === 'in' && b.kind === 'in') return a.values.every((value) => b.values.includes(value));
  if (a.kind === 'in' && b.kind === 'not_in') return a.values.every((value) => !b.values.includes(value));
  if (a.kind === 'not_in' && b.kind === 'not_in') return b.values.every((value) => a.values.includes(value));
  if (a.kind === 'in' && b.kind === 'set')
    return b.set ? !a.values.includes(null) : a.values.every((value) => value === null);
  return false;
}

/** Whether a condition can surely never hold: it asks for two things at once that exclude each other. */
export function neverHolds(condition: Condition): boolean {
  switch (condition.kind) {
    case 'not':
      return condition.of.kind === 'always';
    case 'any':
      return condition.of.length > 0 && condition.of.every(neverHolds);
    case 'all':
      return (
        condition.of.some(neverHolds) ||
        condition.of.some((part, index) => condition.of.slice(index + 1).some((other) => exclude(part, other)))
      );
    case 'compare':
      return (condition.test.kind === 'in' && condition.test.values.length === 0) || emptyRange(condition.test);
    case 'time':
      return condition.test.kind === 'weekdays' && condition.test.days.length === 0;
    default:
      return false;
  }
}

/** Whether two conditions surely never hold together. */
export function exclude(a: Condition, b: Condition): boolean {
  if (a.kind === 'not') return implies(b, a.of);
  if (b.kind === 'not') return implies(a, b.of);
  if (a.kind === 'any') return a.of.every((part) => exclude(part, b));
  if (b.kind === 'any') return b.of.every((part) => exclude(a, part));
  if (a.kind === 'time' && b.kind === 'time') return timesExclude(a, b);
  if (a.kind !== 'compare' || b.kind !== 'compare' || !sameSubject(a, b) || isList(a)) return false;
  return testsExclude(a.test, b.test) || testsExclude(b.test, a.test);
}

/** What can have several values at once excludes nothing by having one of them. */
const isList = ({ subject }: Compare): boolean =>
  subject.of === 'promise' || (subject.of === 'ticket' && subject.key === 'tags');

function testsExclude(a: Test, b: Test): boolean {
  if (a.kind === 'in' && b.kind === 'in') return a.values.every((value) => !b.values.includes(value));
  if (a.kind === 'in' && b.kind === 'not_in') return a.values.every((value) => b.values.includes(value));
  if (a.kind === 'in' && b.kind === 'set')
    return b.set ? a.values.every((value) => value === null) : !a.values.includes(null);
  if (a.kind === 'set' && b.kind === 'set') return a.set !== b.set;
  if (a.kind === 'range' && b.kind === 'range') return emptyRange(joined(a, b));
  return false;
}

type Range = Extract<Test, { readonly kind: 'range' }>;
function joined(a: Range, b: Range): Range {
  return {
    kind: 'range',
    atLeast: b.atLeast ?? a.atLeast,
    moreThan: b.moreThan ?? a.moreThan,
    atMost: a.atMost ?? b.atMost,
    lessThan: a.lessThan ?? b.lessThan,
  };
}

function emptyRange(test: Test): boolean {
  if (test.kind !== 'range') return false;
  const low = test.atLeast ?? test.moreThan;
  const high = test.atMost ?? test.lessThan;
  if (
    low === null ||
    high === null ||
    typeof low !== typeof high ||
    typeof low === 'object' ||
    typeof high === 'object'
  )
    return false;
  return low > high || (low === high && (test.moreThan !== null || test.lessThan !== null));
}

function timesExclude(a: Extract<Condition, { kind: 'time' }>, b: Extract<Condition, { kind: 'time' }>): boolean {
  if (a.instant !== b.instant) return false;
  const [x, y] = [a.test, b.test];
  if (x.kind === 'weekdays' && y.kind === 'weekdays')
    return x.timeZone === y.timeZone && !x.days.some((day) => y.days.includes(day));
  if (x.kind === 'dates' && y.kind === 'dates' && x.timeZone === y.timeZone) {
    return (x.to !== null && y.from !== null && x.to < y.from) || (y.to !== null && x.from !== null && y.to < x.from);
  }
  const opposite = (p: string, q: string): boolean =>
    (p === 'during' && q === 'outside') || (p === 'on' && q === 'not_on');
  return (
    'calendar' in x &&
    'calendar' in y &&
    x.calendar === y.calendar &&
    (opposite(x.kind, y.kind) || opposite(y.kind, x.kind))
  );
}

const written = new WeakMap<object, string>();
function textOf(part: object): string {
  const known = written.get(part) ?? JSON.stringify(part);
  written.set(part, known);
  return known;
}

const sameSubject = (a: Compare, b: Compare): boolean => textOf(a.subject) === textOf(b.subject);
/** Whether two conditions ask for the same. */
export const sameCondition = (a: Condition, b: Condition): boolean => a === b || textOf(a) === textOf(b);
