// One ticket as JSON → a scenario without expectations: the scenario's own form, or the body that a trigger sends.
import { scenarioSchema } from '#schema/scenario.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Problem } from '#core/policy/problem.ts';
import { shapeProblems } from '#core/policy/read.ts';
import { readTree, type Tree } from '#core/policy/tree.ts';
import { unknownFields } from './read.ts';
import type { Scenario } from './scenario.ts';

export type ReadTicket =
  | { readonly kind: 'ok'; readonly scenario: Scenario }
  | { readonly kind: 'faults'; readonly problems: readonly Problem[] };

type TreeMap = { [key: string]: Tree };

/** Reads a ticket. `now` is the instant to judge at where the text names none. Never throws. */
export function readTicket(text: string, policy: Policy, now: string): ReadTicket {
  const { tree, at, problems } = readTree(text, 'ticket file');
  if (problems.length > 0) return { kind: 'faults', problems };
  const raw = isMap(tree)
    ? isMap(tree['ticket'] ?? null)
      ? tree
      : { ticket: fromTrigger(tree, policy), ...kept(tree) }
    : tree;
  const whole = isMap(raw) ? { name: 'ticket', at: now, expect: {}, ...raw } : raw;
  const checked = scenarioSchema.safeParse(whole);
  if (!checked.success) return { kind: 'faults', problems: shapeProblems(checked.error, whole, at) };
  const scenario = checked.data as Scenario;
  const unknown = unknownFields(scenario, policy, [], at);
  return unknown.length > 0 ? { kind: 'faults', problems: unknown } : { kind: 'ok', scenario };
}

const isMap = (value: Tree): value is TreeMap => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands beside the ticket's own values. */
const BESIDE = ['contract', 'requester', 'organization', 'events', 'notices', 'usage', 'reviewed', 'at'];
function kept(tree: TreeMap): TreeMap {
  return Object.fromEntries(Object.entries(tree).filter(([key]) => BESIDE.includes(key)));
}

const NAMES: Readonly<Record<string, string>> = { ticket_id: 'id', created_at: 'opened' };
const TAKEN = new Set(['id', 'opened', 'channel', 'status', 'type', 'priority']);
/** A trigger's body: `fields` by the names that Zendesk has for them, tags in one text. */
function fromTrigger(tree: TreeMap, policy: Policy): TreeMap {
  const ticket: TreeMap = {};
  for (const [key, value] of Object.entries(tree)) {
    const name = NAMES[key] ?? key;
    if (value === null || value === '') continue;
    if (TAKEN.has(name) || policy.fields.has(name)) ticket[name] = value;
    else if (name === 'tags') ticket['tags'] = typeof value === 'string' ? value.split(/\s+/) : value;
  }
  const fields = tree['fields'] ?? null;
  for (const [key, value] of Object.entries(isMap(fields) ? fields : {})) {
    const field = [...policy.fields.values()].find(({ id, zendesk }) => zendesk === key || id === key);
    if (!field || value === null || value === '') continue;
    const choice = field.values.find(({ zendesk }) => zendesk === String(value));
    ticket[field.id] = choice?.id ?? value;
  }
  return ticket;
}
