// Whether an act is allowed as things stand, and if not, what stands in the way.
import type { FactEvent, Facts } from '#core/facts/facts.ts';
import type { Metric, Policy, Tier } from '#core/policy/policy.ts';
import { before } from './duties.ts';
import { asksFor } from './intake.ts';
import type { CoverageVerdict } from './judgement.ts';
import { handOffs } from './levels.ts';
import { dutyRun, levelOf, type State } from './state.ts';
import { stepState } from './steps.ts';
import { tell } from './story.ts';
import { timers } from './timers.ts';
import { conditionText } from './words.ts';

export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** Ids that stand in the way: open duties, steps. */
  readonly blockedBy: readonly string[];
}

/** Why an act would be refused at its instant, or null where it is allowed. Updates of the ticket are never refused. */
export function refusal(policy: Policy, facts: Facts, act: FactEvent): Refusal | null {
  if (act.kind === 'update') return null;
  const state = tell(policy, facts, act.at);
  switch (act.kind) {
    case 'duty':
      return dutyRefusal(state, act.duty, act.outcome ?? null);
    case 'intake':
      return asksFor(state, act.item) ? null : no('NOT_ASKED', `The ticket's intake does not ask for ${act.item}.`);
    case 'handOff':
      return act.supposed === true ? null : handOffRefusal(state, act.to);
    case 'attempt':
      return stepRefusal(state, act.step, ['open', 'taken']);
    case 'escalate':
      return stepRefusal(state, act.step, ['open']);
    case 'exclusion':
      return exclusionRefusal(state, act.exclusion);
    case 'withdrawExclusion':
      return state.recorded.has(act.exclusion)
        ? null
        : no('NOT_RECORDED', `The exclusion ${act.exclusion} is not recorded.`);
    case 'start':
      return startRefusal(state, act.metric);
    case 'complete':
      return completeRefusal(state, act.metric);
    case 'agree':
      if (act.due <= facts.opened) return no('DUE_TOO_EARLY', 'The agreed instant is before the ticket was opened.');
      return agreeRefusal(state, act.metric);
    case 'work':
      return workRefusal(state, act.service, act.ms);
    case 'defect':
      if (policy.defects === null) return no('NO_DEFECTS', 'The policy links tickets to no defects.');
      return act.reference === '' ? no('NO_REFERENCE', 'A defect needs a reference.') : null;
    default:
      return null;
  }
}

function no(code: string, message: string, blockedBy: readonly string[] = []): Refusal {
  return { code, message, blockedBy };
}

function dutyRefusal(state: State, id: string, outcome: string | null): Refusal | null {
  const place = state.lists.places.get(id);
  const duty = state.policy.duties.get(id);
  if (place === undefined || duty === undefined || dutyRun(state, id) === null)
    return no('DUTY_NOT_ON_TICKET', `The duty ${id} is not on this ticket.`);
  const open = before(state, place);
  if (open.length > 0) return no('DUTY_BLOCKED', `Do first: ${open.join(', ')}.`, open);
  const known =
    outcome === null || outcome === 'waived' || duty.outcomes.length === 0 || duty.outcomes.includes(outcome);
  return known ? null : no('UNKNOWN_OUTCOME', `${id} has no outcome ${outcome}; it has ${duty.outcomes.join(', ')}.`);
}

function handOffRefusal(state: State, to: string): Refusal | null {
  const found = handOffs(state).find((h) => h.to === to);
  const rule = levelOf(state)?.handOffs.find((h) => h.to === to);
  if (found === undefined || rule === undefined)
    return no('NO_HAND_OFF', `The policy knows no hand-off from here to ${to}.`);
  if (found.open) return null;
  if (found.blockedBy.length > 0)
    return no('HAND_OFF_CLOSED', `Open duties: ${found.blockedBy.join(', ')}.`, found.blockedBy);
  return no('HAND_OFF_CLOSED', `Not so: ${conditionText(rule.when)}.`);
}

function stepRefusal(state: State, id: string, allowed: readonly string[]): Refusal | null {
  const now = stepState(state, id);
  if (now === null) return no('UNKNOWN_STEP', `The policy knows no step ${id}.`);
  if (allowed.includes(now)) return null;
  if (now === 'taken') return no('STEP_TAKEN', `The step ${id} is taken already.`);
  const step = state.policy.escalation.find((s) => s.id === id);
  const opens =
    step?.opensText ?? (step?.opensWhen == null ? 'the contact list is reviewed' : conditionText(step.opensWhen));
  return no('STEP_CLOSED', `The step ${id} opens when ${opens}.`);
}

function exclusionRefusal(state: State, id: string): Refusal | null {
  const rule = state.policy.exclusions.find((e) => e.id === id);
  if (rule === undefined) return no('UNKNOWN_EXCLUSION', `The policy knows no exclusion ${id}.`);
  if (state.recorded.has(id)) return no('ALREADY_RECORDED', `The exclusion ${id} is recorded already.`);
  if (rule.when !== null) {
    return no('NOT_BY_HAND', `Nobody records ${rule.title}: it holds by itself when ${conditionText(rule.when)}.`);
  }
  return null;
}

function startRefusal(state: State, metric: string): Refusal | null {
  const known = state.policy.metrics.get(metric);
  if (known === undefined) return no('UNKNOWN_METRIC', `The policy knows no metric ${metric}.`);
  if (!known.onRequest) return no('NOT_ON_REQUEST', `${known.title} starts by itself.`);
  const { tier } = state.standing;
  if (isNotCovered(state) || tier?.promises.some((promise) => promise.metric === metric) !== true) {
    return no('NOT_PROMISED', `The agreement does not promise ${known.title} here.`);
  }
  return runs(state, metric) ? no('ALREADY_RUNNING', `${known.title} runs already.`) : null;
}

function completeRefusal(state: State, metric: string): Refusal | null {
  const known = state.policy.metrics.get(metric);
  if (known === undefined) return no('UNKNOWN_METRIC', `The policy knows no metric ${metric}.`);
  if (endsByItself(known)) return no('NOT_BY_HAND', `${known.title} ends by itself.`);
  return runs(state, metric) ? null : no('NOT_RUNNING', `${known.title} does not run.`);
}

/** What a reply to the customer or solving ends, nobody completes by hand. */
export function endsByItself(metric: Metric): boolean {
  if (metric.ends.some((t) => t.on === 'complete')) return false;
  return metric.ends.length === 0 || metric.ends.some((t) => t.on === 'agent_reply' || t.on === 'solved');
}

function agreeRefusal(state: State, metric: string): Refusal | null {
  const { tier, priority } = state.standing;
  if (tier === null || !isAgreeable(tier, metric, priority?.id ?? null))
    return no('NOT_AGREEABLE', `The agreement lets nobody agree on another instant for ${metric}.`);
  return runs(state, metric) ? null : no('NOT_RUNNING', `${metric} does not run.`);
}

/** Whether another instant may be agreed for a metric at this priority. */
export function isAgreeable({ promises }: Tier, metric: string, priority: string | null): boolean {
  const rules = promises.filter((r) => r.metric === metric && (r.priority === null || r.priority === priority));
  const own = rules.filter((r) => r.priority !== null);
  return (own.length > 0 ? own : rules).some((r) => r.agreed);
}

function workRefusal(state: State, service: string | null, ms: number): Refusal | null {
  if (!(ms > 0)) return no('NO_DURATION', 'Work takes more than no time.');
  if (service === null) return null;
  const known = state.policy.services.find((s) => s.id === service);
  if (known === undefined) return no('UNKNOWN_SERVICE', `The policy knows no service ${service}.`);
  const { tier, coverage } = state.standing;
  if (workServices(state.policy, tier?.id ?? '', coverage).has(service)) return null;
  return no('NOT_CHARGED', `Work on ${known.title} is not charged here.`);
}

/** Services on which work can be logged: those that the tier charges for; of a charged ticket in a tier that names none, all. */
export function workServices(policy: Policy, tier: string, coverage: CoverageVerdict): ReadonlySet<string> {
  const terms = policy.tiers.get(tier)?.services ?? [];
  const charged = terms.filter(({ kind }) => kind === 'billable').map(({ service }) => service);
  const open = charged.length === 0 && coverage === 'billable' ? policy.services.map(({ id }) => id) : charged;
  return new Set(open);
}

/** What is not covered is promised nothing: its timers rest unseen. */
function isNotCovered(state: State): boolean {
  return state.standing.coverage === 'not_covered';
}

/** Whether the ticket shows it running: what rests unseen, e.g. because nothing is owed, nobody completes. */
function runs(state: State, metric: string): boolean {
  return timers(state).some((timer) => timer.metric === metric && timer.metAt === null);
}
