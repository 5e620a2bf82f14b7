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

export function intake(state: State): IntakeJudgement {
  const asked = templates(state);
  const items = asked.flatMap((t) => t.items);
  const required = items.filter((i) => !i.optional);
  const missing = required.filter((i) => !isGiven(state, i));
  return {
    provided: required.length - missing.length,
    required: required.length,
    items: items.map((item) => ({
      id: item.id,
      title: item.title,
      given: isGiven(state, item),
      optional: item.optional,
      value: valueText(state, item),
    })),
    message: messageFor(state, asked),
    reasons: asked.map((t): Reason => ({
      text: `${t.title} is asked for`,
      cites: [...t.cites, ...t.items.flatMap((i) => i.cites)].filter(unique),
    })),
  };
}

function valueText(state: State, item: Item): string | null {
  const given = state.given.get(item.id) ?? null;
  if (given !== null) return given;
  const value = item.field === null ? null : (state.fields[item.field] ?? null);
  return value === null ? null : String(value);
}

/** The templates' messages with the titles of what is missing; null: nothing is missing, or there is no message. */
function messageFor(state: State, asked: readonly IntakeTemplate[]): string | null {
  const parts: string[] = [];
  for (const template of asked) {
    const missing = template.items.filter((i) => !i.optional && !isGiven(state, i));
    if (template.message === null || missing.length === 0) continue;
    parts.push(template.message.replaceAll('{{missing}}', missing.map((i) => `- ${i.title}`).join('\n')).trimEnd());
  }
  return parts.length === 0 ? null : parts.join('\n\n');
}

function unique<T>(value: T, index: number, list: readonly T[]): boolean {
  return list.indexOf(value) === index;
}
