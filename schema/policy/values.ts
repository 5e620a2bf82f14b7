// The small parts that every key of a policy is made of: text, numbers, ids, durations, dates, one-or-many, strict maps.
import { z } from 'zod';
import { TICKET_PRIORITIES } from '../ticket-words.ts';

const asText = (value: unknown): unknown =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
const asNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
const asFlag = (value: unknown): unknown => (value === 'true' ? true : value === 'false' ? false : value);

/** Makes a part of the schema once, so that every place that uses it uses the same one. */
export function once<T>(make: () => T): () => T {
  let made: { readonly part: T } | null = null;
  return () => (made ??= { part: make() }).part;
}

/** Text as it stands in the file; a number or `true` there is text too. */
export function text(most = 2000): TextSchema {
  const made = texts.get(most) ?? makeText(most);
  texts.set(most, made);
  return made;
}
const makeText = (most: number) => z.preprocess(asText, z.string().min(1).max(most));
type TextSchema = ReturnType<typeof makeText>;
const texts = new Map<number, TextSchema>();
export const number = once(() => z.preprocess(asNumber, z.number()));
export const whole = once(() => z.preprocess(asNumber, z.number().int().min(0)));
export const flag = once(() => z.preprocess(asFlag, z.boolean()));

const ID = /^[\p{L}\p{N}_][\p{L}\p{N}_.:/+-]*$/u;
/** A name that other parts of the file refer to. */
export const id = once(() =>
  z.preprocess(asText, z.string().max(100).regex(ID, 'a name of letters, digits, _ and - (such as first_response)')),
);

/** One or a list of them. */
export const many = <T extends z.ZodType>(part: T) => z.union([part, z.array(part).max(1000)]);
export const names = once(() => many(id()));
export const cites = once(() => many(text(80)).describe('Clauses of the source that say so'));

/** A map with exactly these keys; another one is a fault, told with the keys that there are. */
export function strict<S extends z.core.$ZodLooseShape>(shape: S) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `unknown key; known: ${Object.keys(shape).join(' ')}` : undefined,
  });
}

/** A map from ids to values of one kind. */
export const byId = <T extends z.ZodType>(value: T, most = 1000) =>
  z.record(id(), value).refine((map) => Object.keys(map).length <= most, `at most ${most} of them`);

const UNIT =
  '(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|y|years?|working hours?|business hours?|working minutes?|business minutes?|calendar days?|business days?|working days?|business day)';
const AMOUNT = `\\d+(?:\\.\\d+)?\\s*${UNIT}`;
const DURATION = new RegExp(
  `^(?:${AMOUNT}(?:[\\s,]+(?:and\\s+)?${AMOUNT}|\\d+(?:\\.\\d+)?\\s*${UNIT})*|P(?=.)(?:\\d+Y)?(?:\\d+M)?(?:\\d+W)?(?:\\d+D)?(?:T(?=.)(?:\\d+H)?(?:\\d+M)?(?:\\d+(?:\\.\\d+)?S)?)?|as needed|as_needed|(?:(?:the )?end of (?:the )?)?(?:next|same) (?:business|working) day|(?:the )?end of (?:the )?(?:business|working) day)$`,
  'i',
);
/** `4h`, `1h 30m`, `PT1H`, `14 days`, `1 business day`, `1 month`, `as needed`. */
export const duration = once(() =>
  z.preprocess(
    asText,
    z
      .string()
      .max(80)
      .regex(DURATION, 'a duration such as 4h, 1h 30m, 14 days, 2 business days, 1 month or as needed')
      .refine((text) => hoursOf(text) <= MOST_HOURS, 'at most 50 years: calendars reach no further'),
  ),
);
const MOST_HOURS = 50 * 366 * 24;
/** Hours of each amount, at least, by the letters that its unit begins with; before the `T` of ISO 8601 an `M` is a month. */
const HOURS: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|milli)/, 1 / 3_600_000],
  [/^mo/, 28 * 24],
  [/^(?:m|working m|business m)/, 1 / 60],
  [/^s/, 1 / 3_600],
  [/^(?:h|working h|business h)/, 1],
  [/^w(?!orking)/, 7 * 24],
  [/^y/, 365 * 24],
  [/^/, 24],
];
function hoursOf(text: string): number {
  const clean = text.toLowerCase();
  const [date = '', time = ''] = clean.startsWith('p') ? clean.split('t') : [clean];
  const plain = clean.startsWith('p') ? `${date.replace(/(\d)m/, '$1mo ')} ${time}` : clean;
  let sum = 0;
  for (const [, count, unit = ''] of plain.matchAll(/(\d+(?:\.\d+)?)\s*([a-z ]*)/g))
    sum += Number(count) * (HOURS.find(([begins]) => begins.test(unit))?.[1] ?? 0);
  return sum;
}

export const date = once(() =>
  z
    .preprocess(asText, z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-12-25'))
    .refine(isDate, 'a date that exists'),
);
/** `2026-12-25`, or `12-25` of every year. */
export const dayOfYear = once(() =>
  z
    .preprocess(
      asText,
      z.string().regex(/^(?:\d{4}-)?\d{2}-\d{2}$/, 'a date such as 2026-12-25, or 12-25 of every year'),
    )
    .refine((value) => isDate(value.length === 5 ? `2024-${value}` : value), 'a date that exists'),
);
/** `15:00` of a local day. */
export const timeOfDay = once(() =>
  z.preprocess(asText, z.string().regex(/^(?:[01]?\d|2[0-4]):[0-5]\d$/, 'a local time such as 15:00')),
);

const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
function isDate(value: string): boolean {
  const [year = 0, month = 0, day = 0] = value.split('-').map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month < 1 || month > 12 || day < 1 || day > (LENGTHS[month - 1] ?? 0)) return false;
  return month !== 2 || day < 29 || leap;
}

/** A scalar as conditions compare it. */
export const scalar = once(() => z.union([z.string(), z.number(), z.boolean()]));

/** `none`: it is no priority of Zendesk's. */
export const zendeskPriority = () => z.enum([...TICKET_PRIORITIES, 'none']);
