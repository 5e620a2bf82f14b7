// What the customer's silence asks for, and the credits that breaches may earn.
import type { EpochMs } from '#core/facts/facts.ts';
import type { SilenceRule } from '#core/policy/policy.ts';
import { holds } from './conditions.ts';
import { afterWithin } from './due.ts';
import type { Judgement, TimerJudgement } from './judgement.ts';
import { businessDays, solved, tierClock, type State } from './state.ts';
import { isBreached } from './timers.ts';

/** Since when we wait for the customer: the last word is the agent's and the ticket is neither solved nor on hold; null: we do not. */
export function waitingSince(state: State): EpochMs | null {
  const ours = state.lastAgentReply;
  if (ours === null || solved(state) || state.status === 'hold') return null;
  return state.lastCustomerReply !== null && state.lastCustomerReply > ours ? null : ours;
}

interface SilenceDue {
  readonly rule: SilenceRule;
  readonly due: EpochMs;
}
const NO_DUES: readonly SilenceDue[] = [];

/** Instants at which the customer's silence asks for something, in order. */
export function silenceDues(state: State): readonly SilenceDue[] {
  const since = waitingSince(state);
  if (since === null) return NO_DUES;
  const own = state.standing.tier?.silence ?? [];
  const rules = own.length > 0 ? own : state.policy.silence;
  const dues: SilenceDue[] = [];
  for (const rule of rules) {
    const clock = rule.clock === null ? tierClock(state) : state.policy.calendar(rule.clock, state.organization);
    const due =
      clock === null || !holds(rule.when, state) ? null : afterWithin(rule.after, since, clock, businessDays(state));
    if (due !== null) dues.push({ rule, due });
  }
  return dues.length < 2 ? dues : dues.sort((a, b) => a.due - b.due);
}

export function silence(state: State): Judgement['silence'] {
  const passed = silenceDues(state).findLast((d) => d.due <= state.at);
  const since = waitingSince(state);
  if (passed === undefined || since === null) return null;
  const text = `The customer has not answered for ${passed.rule.after.text}`;
  return { do: passed.rule.do, since, dueAt: passed.due, reasons: [{ text, cites: passed.rule.cites }] };
}

/** A breached promise may earn a credit; how often in a period is for whoever claims it to count. */
export function credits(state: State, timers: readonly TimerJudgement[]): Judgement['credits'] {
  const found: Judgement['credits'][number][] = [];
  for (const rule of state.standing.tier?.credits ?? []) {
    const timer = timers.find((each) => each.metric === rule.metric && isBreached(each));
    if (timer === undefined || timer.dueAt === null || !holds(rule.when, state)) continue;
    const clock = tierClock(state);
    const claimBy =
      rule.claimWithin === null || clock === null
        ? null
        : afterWithin(rule.claimWithin, timer.dueAt, clock, businessDays(state));
    const often = rule.atLeast > 1 ? `, from ${rule.atLeast} per ${rule.per ?? 'period'} on` : '';
    found.push({
      metric: rule.metric,
      text: rule.text,
      claimBy,
      reasons: [{ text: `${timer.title} was breached${often}`, cites: rule.cites }],
    });
  }
  return found;
}
