// Runs a policy's scenarios: a story, an instant, and what the judgement must say (docs/policy-language.md).
import type { EpochMs, FactEvent, Facts } from '#core/facts/facts.ts';
import { judge, refusal } from '#core/judge/judge.ts';
import type { Policy } from '#core/policy/policy.ts';
import { differences } from './expect.ts';
import { eventsOf } from './events.ts';
import { factsOf, instantOf, ScenarioFault } from './facts.ts';
import type { Plain, PlainMap } from './plain.ts';
import { shortForm } from './short-form.ts';

/** `earlier`: how much was used in each earlier period of the contract, the first one first. */
interface UsageWritten {
  readonly used?: number | undefined;
  readonly earlier?: readonly number[] | undefined;
}

export interface Scenario {
  readonly name: string;
  readonly contract?: PlainMap | null | undefined;
  readonly requester?: PlainMap | undefined;
  readonly organization?: PlainMap | undefined;
  readonly ticket: PlainMap;
  readonly events?: readonly PlainMap[] | undefined;
  readonly notices?: readonly PlainMap[] | undefined;
  readonly usage?: { readonly [allowance: string]: number | UsageWritten } | undefined;
  readonly reviewed?: string | undefined;
  readonly at: string;
  readonly expect: PlainMap;
}

export interface ScenarioFile {
  readonly policy: string;
  readonly scenarios: readonly Scenario[];
}

export interface ScenarioResult {
  readonly name: string;
  readonly passed: boolean;
  /** One line a difference: what was expected, what came. */
  readonly failures: readonly string[];
}

/** Runs every scenario of a file, each by itself. */
export function runScenarioFile(policy: Policy, file: ScenarioFile): ScenarioResult[] {
  return file.scenarios.map((scenario) => runScenario(policy, scenario));
}

/** A fault in the scenario's own text (an instant that is none) is a failure of the scenario. */
export function runScenario(policy: Policy, scenario: Scenario): ScenarioResult {
  const failures = failuresOf(policy, scenario);
  return { name: scenario.name, passed: failures.length === 0, failures };
}

function failuresOf(policy: Policy, scenario: Scenario): readonly string[] {
  const told = tellScenario(policy, scenario);
  if (told.kind === 'failed') return told.failures;
  return differences(scenario.expect, shortForm(judge(policy, told.facts, told.at)), '');
}

/** `failed`: its own text has a fault, or an act is refused, or is not where that was expected. */
export type ToldScenario =
  | { readonly kind: 'told'; readonly facts: Facts; readonly at: EpochMs }
  | { readonly kind: 'failed'; readonly failures: readonly string[] };

/** The scenario's facts and instant, with every act put to the question whether it is allowed (F4). Never throws. */
export function tellScenario(policy: Policy, scenario: Scenario): ToldScenario {
  try {
    return tell(policy, scenario);
  } catch (fault) {
    if (fault instanceof ScenarioFault) return { kind: 'failed', failures: [fault.message] };
    throw fault;
  }
}

function tell(policy: Policy, scenario: Scenario): ToldScenario {
  let facts: Facts = factsOf(policy, scenario);
  const at = instantOf(scenario.at, 'at');
  const failures: string[] = [];
  let last = facts.opened;
  for (const [index, raw] of (scenario.events ?? []).entries()) {
    const where = `events[${index}]`;
    const events = eventsOf(policy, raw, facts, where);
    const when = instantOf(raw['at'] ?? null, `${where}.at`);
    if (when < last) failures.push(`${where} comes before the one above it; events stand in order of time`);
    last = when;
    const wanted = raw['refused'];
    const refused = when > at ? null : actRefused(policy, facts, events, wanted !== undefined && wanted !== false);
    const complaint = when > at ? null : refusalComplaint(refused, wanted, where);
    if (complaint !== null) failures.push(complaint);
    if (refused === null) facts = { ...facts, events: [...facts.events, ...events] };
  }
  return failures.length > 0 ? { kind: 'failed', failures } : { kind: 'told', facts, at };
}

/** What a page does not offer because nothing would come of it; a story may tell of it all the same. */
const NOT_OFFERED = new Set(['NO_DEFECTS', 'NOT_BY_HAND', 'NOT_CHARGED', 'NOT_PROMISED']);

function actRefused(
  policy: Policy,
  facts: Facts,
  events: readonly FactEvent[],
  isExpected: boolean,
): ReturnType<typeof refusal> {
  for (const event of events) {
    const refused = refusal(policy, facts, event);
    if (refused !== null && (isExpected || !NOT_OFFERED.has(refused.code))) return refused;
  }
  return null;
}

function refusalComplaint(
  refused: ReturnType<typeof refusal>,
  wanted: Plain | undefined,
  where: string,
): string | null {
  const expected = wanted !== undefined && wanted !== false;
  if (refused === null) return expected ? `${where} was to be refused and was not` : null;
  if (!expected) return `${where} is refused: ${refused.message}`;
  if (!Array.isArray(wanted)) return null;
  const same =
    wanted.length === refused.blockedBy.length && wanted.every((id) => refused.blockedBy.includes(String(id)));
  return same
    ? null
    : `${where} was to be refused by ${wanted.join(', ')}; it is refused by ${refused.blockedBy.join(', ')}: ${refused.message}`;
}
