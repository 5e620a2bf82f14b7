// Conditions: what must hold. All keys of a map must; `all`, `any` and `not` combine.
import { z } from 'zod';
import { duration, id, names, scalar, strict, whole, once } from './values.ts';

type Scalar = string | number | boolean;
/** What a key of a condition is compared with: a value, a list of them, or a map of comparisons. */
export type ConditionValue = Scalar | null | readonly ConditionValue[] | { readonly [key: string]: ConditionValue };
/** A condition as written. */
export type ConditionText = { readonly [key: string]: ConditionValue } | readonly ConditionValue[] | Scalar;

const value: z.ZodType<ConditionValue> = z.lazy(() =>
  z.union([scalar(), z.null(), z.array(value).max(1000), z.record(z.string(), value)]),
);

/** A condition; its keys are checked against the policy when it is compiled. */
export const condition = once((): z.ZodType<ConditionText> =>
  z
    .union([z.boolean(), z.string(), z.record(z.string(), value), z.array(value).max(200)])
    .describe('A condition: every key of the map must hold; combine with all, any, not'),
);

/** The comparisons that a key of a condition may name, each with its meaning. */
export const COMPARISONS: Readonly<Record<string, string>> = {
  equals: 'is this value',
  is: 'is this value',
  in: 'is one of these',
  notIn: 'is none of these',
  not: 'is not this value (or none of these)',
  atLeast: 'is this or more (numbers, dates, durations; or another key such as organization.users)',
  atMost: 'is this or less',
  moreThan: 'is more than this',
  lessThan: 'is less than this',
  after: 'is later than this date',
  before: 'is earlier than this date',
  from: 'is this date or later',
  until: 'is this date or earlier',
  between: 'lies between the two, both included',
  includes: 'the list has all of these',
  includesAny: 'the list has one of these',
  excludes: 'the list has none of these',
  matches: 'the text (its first 1,000 characters) matches this pattern of RE2, which takes linear time',
  isSet: 'there is a value (true) or none (false)',
  set: 'there is a value (true) or none (false)',
};

export const attempts = () => strict({ on: id(), atLeast: whole(), within: duration().optional() });
export const since = () => strict({ since: id(), atLeast: duration(), without: names().optional() });
