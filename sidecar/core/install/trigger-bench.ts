// Would a trigger fire on the update by which we write our tags? Each condition with what was compared, by Zendesk's rules.
import { TICKET_PRIORITIES, TICKET_STATUSES } from '#schema/ticket-words.ts';
import type { TriggerCondition } from './account.ts';

/** The ticket as conditions see it. A key that is missing is not known here. */
export interface BenchTicket {
  readonly tags: readonly string[];
  /** Zendesk's condition field (`status`, `priority`, `custom_fields_360`, …) → value as text; '' where nothing is set. */
  readonly values: Readonly<Record<string, string>>;
}

export type Verdict = 'holds' | 'fails' | 'unknown';
export interface BenchLine {
  readonly condition: TriggerCondition;
  readonly list: 'all' | 'any';
  readonly verdict: Verdict;
  /** What was compared, for people. */
  readonly because: string;
}
export interface BenchResult {
  readonly lines: readonly BenchLine[];
  readonly fires: Verdict;
}

/**
 * @param before as the ticket is; null: the update creates it.
 * @param after with the tags and the priority that we would write.
 */
export function tryTrigger(
  trigger: { readonly all: readonly TriggerCondition[]; readonly any: readonly TriggerCondition[] },
  before: BenchTicket | null,
  after: BenchTicket,
): BenchResult {
  const lineOf = (list: 'all' | 'any') => (condition: TriggerCondition) => ({
    condition,
    list,
    ...verdictOf(condition, before, after),
  });
  const all = trigger.all.map(lineOf('all'));
  const any = trigger.any.map(lineOf('any'));
  const verdicts = [every(all), ...(any.length === 0 ? [] : [some(any)])];
  const fires = verdicts.includes('fails') ? 'fails' : verdicts.includes('unknown') ? 'unknown' : 'holds';
  return { lines: [...all, ...any], fires };
}

const every = (lines: readonly BenchLine[]): Verdict =>
  lines.some(({ verdict }) => verdict === 'fails')
    ? 'fails'
    : lines.some(({ verdict }) => verdict === 'unknown')
      ? 'unknown'
      : 'holds';
const some = (lines: readonly BenchLine[]): Verdict =>
  lines.some(({ verdict }) => verdict === 'holds')
    ? 'holds'
    : lines.some(({ verdict }) => verdict === 'unknown')
      ? 'unknown'
      : 'fails';

type Judged = Pick<BenchLine, 'verdict' | 'because'>;
const told = (holds: boolean, because: string): Judged => ({ verdict: holds ? 'holds' : 'fails', because });

function verdictOf(condition: TriggerCondition, before: BenchTicket | null, after: BenchTicket): Judged {
  const { field } = condition;
  if (field === 'current_tags') return tagsVerdict(condition, before, after);
  const now = field === 'update_type' ? (before === null ? 'Create' : 'Change') : after.values[field];
  if (now === undefined) return { verdict: 'unknown', because: `the ticket file does not say ${field}` };
  return valueVerdict(condition, before === null ? null : (before.values[field] ?? ''), now);
}

function tagsVerdict({ operator, value }: TriggerCondition, before: BenchTicket | null, after: BenchTicket): Judged {
  const words = textOf(value)
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const found = words.filter((word) => after.tags.includes(word));
  const has = found.length > 0 ? `the ticket has ${found.join(', ')}` : `the ticket has none of ${words.join(', ')}`;
  const isChanged = !sameTags(before?.tags ?? [], after.tags);
  switch (operator) {
    case 'includes':
    case 'is':
      return told(found.length > 0, has);
    case 'not_includes':
    case 'is_not':
      return told(found.length === 0, has);
    case 'changed':
      return told(isChanged, isChanged ? 'we change the tags' : 'we change no tag');
    case 'not_changed':
      return told(!isChanged, isChanged ? 'we change the tags' : 'we change no tag');
    default:
      return { verdict: 'unknown', because: `${operator} of tags cannot be told here` };
  }
}

const sameTags = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((tag) => other.includes(tag));

/** The lowest first. */
const RANKS: Readonly<Record<string, readonly string[]>> = {
  status: TICKET_STATUSES.filter((status) => status !== 'deleted'),
  priority: TICKET_PRIORITIES.toReversed(),
};

function valueVerdict({ field, operator, value }: TriggerCondition, before: string | null, now: string): Judged {
  const wanted = textOf(value);
  const isChanged = before === null ? now !== '' : before !== now;
  const shown = now === '' ? `${field} is not set` : `${field} is ${now}`;
  const moved = isChanged
    ? `${field} changes from ${before === null || before === '' ? 'nothing' : before} to ${now || 'nothing'}`
    : `${shown} and stays`;
  switch (operator) {
    case 'is':
      return told(now === wanted, shown);
    case 'is_not':
      return told(now !== wanted, shown);
    case 'present':
      return told(now !== '', shown);
    case 'not_present':
      return told(now === '', shown);
    case 'changed':
      return told(isChanged, moved);
    case 'not_changed':
      return told(!isChanged, moved);
    case 'value':
      return told(isChanged && now === wanted, moved);
    case 'not_value':
      return told(!(isChanged && now === wanted), moved);
    case 'value_previous':
      return told(isChanged && before === wanted, moved);
    case 'not_value_previous':
      return told(!(isChanged && before === wanted), moved);
    default:
      return orderVerdict(field, operator, now, wanted, shown);
  }
}

function orderVerdict(field: string, operator: string, now: string, wanted: string, shown: string): Judged {
  const [left, right] = [rank(field, now), rank(field, wanted)];
  if (Number.isNaN(left) || Number.isNaN(right))
    return { verdict: 'unknown', because: `${field} ${operator} cannot be told here` };
  switch (operator) {
    case 'less_than':
      return told(left < right, shown);
    case 'less_than_equal':
      return told(left <= right, shown);
    case 'greater_than':
      return told(left > right, shown);
    case 'greater_than_equal':
      return told(left >= right, shown);
    default:
      return { verdict: 'unknown', because: `the operator ${operator} is not known here` };
  }
}

function rank(field: string, value: string): number {
  const place = RANKS[field]?.indexOf(value) ?? -1;
  return place >= 0 ? place : value === '' ? NaN : Number(value);
}

/** Conditions hold a value, or a list of one. */
function textOf(value: unknown): string {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' ? String(one) : '';
}
