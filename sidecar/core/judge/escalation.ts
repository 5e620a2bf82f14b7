// The escalation path: each step with its state, its contacts and what opens it.
import type { EpochMs } from '#core/facts/facts.ts';
import type { Condition, Step } from '#core/policy/policy.ts';
import { sinceOpens } from './conditions.ts';
import { cardsOfAll } from './contacts.ts';
import type { EscalationJudgement, Reason, StepJudgement } from './judgement.ts';
import { Next } from './next.ts';
import { oncePer } from './once.ts';
import type { State } from './state.ts';
import { isStale, reviewedOn, stateOfStep } from './steps.ts';
import { conditionText } from './words.ts';

export function escalation(state: State): EscalationJudgement {
  return {
    steps: state.policy.escalation.map((step, index) => stepJudgement(state, step, index)),
    stale: isStale(state),
    reviewed: reviewedOn(state),
  };
}

function stepJudgement(state: State, step: Step, index: number): StepJudgement {
  const contacts = contactsOf(state, step);
  const now = stateOfStep(state, step, index);
  return {
    id: step.id,
    title: step.title,
    contact: contacts[0] ?? null,
    contacts: cardsOfAll(state, contacts),
    state: now,
    takenAt: state.taken.get(step.id) ?? null,
    opensWhen: step.opensWhen === null ? null : (step.opensText ?? conditionText(step.opensWhen)),
    opensAt: now === 'closed' && step.opensWhen !== null ? opensAt(state, step.opensWhen) : null,
    attempts: state.attempts.get(step.id) ?? NO_ATTEMPTS,
    reasons: stepReasons(state, step, now),
  };
}

/** Contacts of the contract's region where the step goes by region; all of them where none is known (PX5). */
function contactsOf(state: State, step: Step): readonly string[] {
  const region = state.contract?.region ?? null;
  if (!step.byRegion || region === null) return step.contacts;
  const own = step.contacts.filter((id) => (state.policy.contacts.get(id)?.region ?? id) === region);
  return own.length > 0 ? own : step.contacts;
}

/** The earliest instant at which waiting alone opens the step; null: waiting does not. */
function opensAt(state: State, condition: Condition): EpochMs | null {
  switch (condition.kind) {
    case 'since': {
      const at = sinceOpens(condition, state);
      return at !== null && at > state.at && Number.isFinite(at) ? at : null;
    }
    case 'any': {
      const next = new Next(state.at);
      for (const part of condition.of) next.consider(opensAt(state, part));
      return next.at;
    }
    case 'all':
      return condition.of.length === 1 && condition.of[0] !== undefined ? opensAt(state, condition.of[0]) : null;
    default:
      return null;
  }
}

const NO_ATTEMPTS: StepJudgement['attempts'] = [];

function stepReasons(state: State, step: Step, now: StepJudgement['state']): readonly Reason[] {
  if (now === 'closed' && isStale(state)) {
    const reviewed = `The contact list was last reviewed on ${reviewedOn(state) ?? ''}`;
    return [{ text: `${reviewed}; review it before escalating`, cites: step.cites }];
  }
  return said(step)[now];
}

/** What is said of a step in each of its states, unless the list of contacts is stale. */
const said = oncePer(({ opensWhen, opensText, cites }: Step): Record<StepJudgement['state'], readonly Reason[]> => {
  const when = opensText ?? (opensWhen === null ? null : conditionText(opensWhen));
  return {
    taken: [{ text: 'Taken', cites }],
    open: [{ text: when === null ? 'Always open' : `Open: ${when}`, cites }],
    closed: [{ text: when === null ? 'Always open' : `Opens when ${when}`, cites }],
  };
});
