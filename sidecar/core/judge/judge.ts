// The door of the judgement: what is owed on this ticket, at this instant, and why. Read from top to bottom.
import type { EpochMs, Facts } from '#core/facts/facts.ts';
import { wantedPriority, wantedTags } from '#core/plan/tags.ts';
import type { Policy } from '#core/policy/policy.ts';
import { nextChange } from './agenda.ts';
import { allowances } from './allowances.ts';
import { coverage, exclusions } from './coverage.ts';
import { duties } from './duties.ts';
import { escalation } from './escalation.ts';
import { intake } from './intake.ts';
import type { Judgement, Verdicts } from './judgement.ts';
import { notices } from './notices.ts';
import { oncePer } from './once.ts';
import { requester } from './requester.ts';
import { credits, silence } from './silence.ts';
import type { State } from './state.ts';
import { tell } from './story.ts';
import { timers } from './timers.ts';
import { advice, channel, downtime, entitlements, hours, level, priority, route } from './verdicts.ts';
import { named } from './words.ts';

export { refusal, type Refusal } from './refusal.ts';

/**
 * Judges a ticket by a policy at an instant. Pure: same facts, policy and instant give the same answer, byte by byte.
 * Facts later than `now` are not looked at, so an instant in the past answers as it stood then.
 */
export function judge(policy: Policy, facts: Facts, now: EpochMs): Judgement {
  const state = tell(policy, facts, now);
  const verdicts = verdictsOf(state);
  return {
    ...verdicts,
    wantedTags: wantedTags(state, verdicts),
    wantedPriority: wantedPriority(verdicts),
    nextAt: nextChange(state, verdicts),
  };
}

/** One a file, each read from the same state. */
function verdictsOf(state: State): Verdicts {
  const { policy, facts, standing } = state;
  const running = timers(state);
  return {
    ticketId: facts.ticketId,
    at: state.at,
    policy: published(policy),
    contract: state.contract,
    tier: standing.tier === null ? NO_TIER : named(standing.tier),
    coverage: coverage(state),
    requester: requester(state),
    channel: channel(state),
    route: route(state),
    priority: priority(state),
    level: level(state),
    hours: hours(state),
    timers: running,
    duties: duties(state),
    intake: intake(state),
    exclusions: exclusions(state),
    escalation: escalation(state),
    defect: state.defect,
    notices: notices(state),
    downtime: downtime(state),
    advice: advice(state),
    silence: silence(state),
    credits: credits(state, running),
    allowances: allowances(state),
    entitlements: entitlements(state),
    sessions: state.sessions,
    waits: state.waits,
  };
}

const published = oncePer(({ id, version, title }: Policy): Judgement['policy'] => ({ id, version, title }));
const NO_TIER: Judgement['tier'] = { id: 'none', title: 'No contract' };
