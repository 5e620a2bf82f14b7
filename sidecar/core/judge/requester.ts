// Whether the requester may ask, and what to do where not.
import type { ContactFacts } from '#core/facts/facts.ts';
import type { RequesterRule } from '#core/policy/policy.ts';
import { certificationOf } from './certification.ts';
import { firstHolding, holds } from './conditions.ts';
import type { Reason, RequesterJudgement } from './judgement.ts';
import type { State } from './state.ts';
import { conditionText } from './words.ts';

/** The rule for a requester who does not meet the agreement's condition; null: no rule is needed. */
export function requesterRule(state: State): RequesterRule | null {
  const requesters = state.policy.requesters;
  if (requesters === null || holds(requesters.must, state)) return null;
  return firstHolding(requesters.otherwise, state);
}

export function requester(state: State): RequesterJudgement {
  const requesters = state.policy.requesters;
  const certification = certificationOf(state);
  const reasons: Reason[] = [];
  let verdict: RequesterJudgement['verdict'] = 'unrestricted';
  let named: readonly ContactFacts[] = [];
  if (requesters === null) {
    reasons.push({ text: 'The agreement lets anybody of the customer ask', cites: [] });
  } else if (holds(requesters.must, state)) {
    verdict = 'approved';
    reasons.push({ text: conditionText(requesters.must), cites: requesters.cites });
  } else {
    const rule = requesterRule(state);
    verdict = rule?.verdict ?? 'not_approved';
    named = namedContacts(state);
    reasons.push({ text: `Not so: ${conditionText(requesters.must)}`, cites: requesters.cites });
    if (rule !== null && rule.when.kind !== 'always')
      reasons.push({ text: conditionText(rule.when), cites: rule.cites });
  }
  if (certification !== null) {
    reasons.push({
      text: `Certified on ${state.requester.certifiedOn ?? ''}: ${certification}`,
      cites: state.policy.certification?.cites ?? [],
    });
  }
  return { verdict, certification, namedContacts: named, reasons };
}

/** Whom the contract names: the role `named`, else the approved contacts. */
function namedContacts(state: State): readonly ContactFacts[] {
  const contacts = state.contract?.contacts ?? [];
  const named = contacts.filter((c) => c.role === 'named');
  return named.length > 0 ? named : contacts.filter((c) => c.role === 'approved');
}

/** Whether the requester is to be verified: not approved, or an emergency whose first duty is not done (G6). */
export function unverified(state: State): boolean {
  const { requesters } = state.policy;
  if (requesters === null || holds(requesters.must, state)) return false;
  const rule = firstHolding(requesters.otherwise, state);
  if (rule === null || rule.verdict === 'not_approved') return true;
  if (rule.verdict !== 'emergency') return false;
  const verify = rule.duties[0];
  return verify === undefined || (state.duties.get(verify)?.doneAt ?? null) === null;
}
