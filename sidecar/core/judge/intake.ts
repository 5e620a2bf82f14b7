// What the customer has to tell before the vendor owes anything, and what of it is there.
import { allHolding, holds } from './conditions.ts';
import type { IntakeTemplate } from '#core/policy/policy.ts';
import type { IntakeJudgement, Reason } from './judgement.ts';
import type { State } from './state.ts';
import { isSet } from './values.ts';

type Item = IntakeTemplate['items'][number];

function templates(state: State): IntakeTemplate[] {
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

const NOTHING: IntakeJudgement = { provided: 0, required: 0, items: [], message: null, reasons: [] };

export function intake(state: State): IntakeJudgement {
  const asked = templates(state);
  if (asked.length === 0) return NOTHING;
  const items: IntakeJudgement['items'][number][] = [];
  const reasons: Reason[] = [];
  const messages: string[] = [];
  let required = 0;
  let provided = 0;
  for (const template of asked) {
    const missing: Item[] = [];
    for (const item of template.items) {
      const given = isGiven(state, item);
      items.push({ id: item.id, title: item.title, given, optional: item.optional, value: valueText(state, item) });
      if (item.optional) continue;
      required += 1;
      if (given) provided += 1;
      else missing.push(item);
    }
    reasons.push(reasonFor(template));
    if (template.message !== null && missing.length > 0) messages.push(messageFor(template, template.message, missing));
  }
  return { provided, required, items, message: messages.length === 0 ? null : messages.join('\n\n'), reasons };
}

interface Written {
  readonly missing: readonly Item[];
  readonly text: string;
}
const lastWritten = new WeakMap<IntakeTemplate, Written>();

/** The template's message with the titles of what is missing. The last one is kept: most tickets lack the same. */
function messageFor(template: IntakeTemplate, message: string, missing: readonly Item[]): string {
  let written = lastWritten.get(template);
  if (written === undefined || !sameItems(written.missing, missing)) {
    const titles = missing.map((item) => `- ${item.title}`).join('\n');
    written = { missing, text: message.replaceAll('{{missing}}', titles).trimEnd() };
    lastWritten.set(template, written);
  }
  return written.text;
}

function sameItems(some: readonly Item[], others: readonly Item[]): boolean {
  return some.length === others.length && some.every((item, index) => item === others[index]);
}

const reasonsKnown = new WeakMap<IntakeTemplate, Reason>();

function reasonFor(template: IntakeTemplate): Reason {
  let reason = reasonsKnown.get(template);
  if (reason === undefined) {
    const cites = new Set([...template.cites, ...template.items.flatMap((i) => i.cites)]);
    reasonsKnown.set(template, (reason = { text: `${template.title}: asked for`, cites: [...cites] }));
  }
  return reason;
}

function valueText(state: State, item: Item): string | null {
  const given = state.given.get(item.id) ?? null;
  if (given !== null) return given;
  const value = item.field === null ? null : (state.fields[item.field] ?? null);
  return value === null ? null : String(value);
}
