// What the customer has to tell before the vendor owes anything, and what of it is there.
import { allHolding, holds } from './conditions.ts';
import type { IntakeTemplate } from '#core/policy/policy.ts';
import type { IntakeJudgement, Reason } from './judgement.ts';
import { oncePer } from './once.ts';
import type { State } from './state.ts';
import { isSet } from './values.ts';

type Item = IntakeTemplate['items'][number];

function templates(state: State): readonly IntakeTemplate[] {
  return allHolding(state.policy.intake, state);
}

/** Given by a click, or by its ticket field being set (CH1). */
function isGiven(state: State, item: Item): boolean {
  return state.given.has(item.id) || (item.field !== null && isSet(state.fields[item.field] ?? null));
}

/** Whether nothing that is required is missing, in one template or in all that apply. */
export function intakeComplete(state: State, template: string | null): boolean {
  for (const each of state.policy.intake) {
    const asked = (template === null || each.id === template) && holds(each.when, state);
    if (asked && !isComplete(state, each)) return false;
  }
  return true;
}

function isComplete(state: State, template: IntakeTemplate): boolean {
  for (const item of template.items) if (!item.optional && !isGiven(state, item)) return false;
  return true;
}

export function asksFor(state: State, item: string): boolean {
  return templates(state).some((t) => t.items.some((i) => i.id === item));
}

type ItemJudgement = IntakeJudgement['items'][number];

const NOTHING: IntakeJudgement = { provided: 0, required: 0, items: [], message: null, reasons: [] };

export function intake(state: State): IntakeJudgement {
  const asked = templates(state);
  const [only] = asked;
  if (only === undefined) return NOTHING;
  if (asked.length === 1) return intakeOf(state, only);
  const each = asked.map((template) => intakeOf(state, template));
  const messages = each.map(({ message }) => message).filter((message) => message !== null);
  return {
    provided: each.reduce((sum, { provided }) => sum + provided, 0),
    required: each.reduce((sum, { required }) => sum + required, 0),
    items: each.flatMap(({ items }) => items),
    message: messages.length === 0 ? null : messages.join('\n\n'),
    reasons: each.flatMap(({ reasons }) => reasons),
  };
}

function intakeOf(state: State, template: IntakeTemplate): IntakeJudgement {
  const items = template.items.map((item) => itemJudgement(state, item));
  let required = 0;
  let provided = 0;
  for (const item of items) {
    if (item.optional) continue;
    required += 1;
    if (item.given) provided += 1;
  }
  const { message } = template;
  return {
    provided,
    required,
    items,
    message: message === null || provided === required ? null : messageFor(template, message, items),
    reasons: reasonsFor(template),
  };
}

function itemJudgement(state: State, item: Item): ItemJudgement {
  const given = isGiven(state, item);
  const value = valueText(state, item);
  if (!given && value === null) return missing(item);
  return { id: item.id, title: item.title, given, optional: item.optional, value };
}

const missing = oncePer(({ id, title, optional }: Item): ItemJudgement => ({
  id,
  title,
  given: false,
  optional,
  value: null,
}));

interface Written {
  /** By the item's place. */
  readonly missing: readonly boolean[];
  readonly text: string;
}
const lastWritten = new WeakMap<IntakeTemplate, Written>();

/** The template's message with the titles of what is missing. The last one is kept: most tickets lack the same. */
function messageFor(template: IntakeTemplate, message: string, items: readonly ItemJudgement[]): string {
  let written = lastWritten.get(template);
  if (written === undefined || !items.every((item, place) => isMissing(item) === written?.missing[place])) {
    const titles = items.filter(isMissing).map((item) => `- ${item.title}`);
    written = { missing: items.map(isMissing), text: message.replaceAll('{{missing}}', titles.join('\n')).trimEnd() };
    lastWritten.set(template, written);
  }
  return written.text;
}

function isMissing({ given, optional }: ItemJudgement): boolean {
  return !given && !optional;
}

const reasonsFor = oncePer(({ title, cites, items }: IntakeTemplate): readonly Reason[] => {
  const all = new Set([...cites, ...items.flatMap((item) => item.cites)]);
  return [{ text: `${title}: asked for`, cites: [...all] }];
});

function valueText(state: State, item: Item): string | null {
  const given = state.given.get(item.id) ?? null;
  if (given !== null) return given;
  const value = item.field === null ? null : (state.fields[item.field] ?? null);
  return value === null ? null : String(value);
}
