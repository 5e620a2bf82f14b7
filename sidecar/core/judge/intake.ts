// What the customer has to tell before the vendor owes anything, and what of it is there.
import { holds } from './conditions.ts';
import type { IntakeTemplate } from '#core/policy/policy.ts';
import type { IntakeJudgement, Reason } from './judgement.ts';
import type { State } from './state.ts';
import { isSet } from './values.ts';

type Item = IntakeTemplate['items'][number];

function templates(state: State): IntakeTemplate[] {
  return state.policy.intake.filter((t) => holds(t.when, state));
}

/** Given by a click, or by its ticket field being set (CH1). */
function isGiven(state: State, item: Item): boolean {
  return state.given.has(item.id) || (item.field !== null && isSet(state.fields[item.field] ?? null));
}

/** Whether nothing that is required is missing, in one template or in all that apply. */
export function intakeComplete(state: State, template: string | null): boolean {
  return templates(state)
    .filter((t) => template === null || t.id === template)
    .every((t) => t.items.every((i) => i.optional || isGiven(state, i)));
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
    let missing = '';
    for (const item of template.items) {
      const given = isGiven(state, item);
      items.push({ id: item.id, title: item.title, given, optional: item.optional, value: valueText(state, item) });
      if (item.optional) continue;
      required += 1;
      if (given) provided += 1;
      else missing += `${missing === '' ? '' : '\n'}- ${item.title}`;
    }
    reasons.push(reasonFor(template));
    if (template.message !== null && missing !== '') messages.push(fill(template.message, missing));
  }
  return { provided, required, items, message: messages.length === 0 ? null : messages.join('\n\n'), reasons };
}

/** The template's message with the titles of what is missing. */
function fill(message: string, missing: string): string {
  return message.replaceAll('{{missing}}', missing).trimEnd();
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
