// Whether the requester may ask, and what to do where not.
import type { ContactFacts } from '#core/facts/facts.ts';
import type { Policy, RequesterRule } from '#core/policy/policy.ts';
import { certificationOf } from './certification.ts';
import { firstHolding, holds } from './conditions.ts';
import type { Reason, RequesterJudgement } from './judgement.ts';
import { oncePer } from './once.ts';
import { isDone, type State } from './state.ts';
import { conditionText } from './words.ts';

/** The rule for a requester who does not meet the agreement's condition; null: no rule is needed. */
export function requesterRule(state: State): RequesterRule | null {
  const requesters = state.policy.requesters;
  if (requesters === null || holds(requesters.must, state)) return null;
  return firstHolding(requesters.otherwise, state);
}

export function requester(state: State): RequesterJudgement {
  const asked = asRequester(state);
  const certification = certificationOf(state);
  if (certification === null) return asked;
  const text = `Certified on ${state.requester.certifiedOn ?? ''}: ${certification}`;
  const cites = state.policy.certification?.cites ?? [];
  return { ...asked, certification, reasons: [...asked.reasons, { text, cites }] };
}

/** Without the certificate. */
function asRequester(state: State): RequesterJudgement {
  const { requesters } = state.policy;
  if (requesters === null) return UNRESTRICTED;
  if (holds(requesters.must, state)) return approved(requesters);
  const rule = requesterRule(state);
  const reasons: Reason[] = [{ text: `Not so: ${conditionText(requesters.must)}`, cites: requesters.cites }];
  if (rule !== null && rule.when.kind !== 'always') reasons.push({ text: conditionText(rule.when), cites: rule.cites });
  const verdict = rule?.verdict ?? 'not_approved';
  return { verdict, certification: null, namedContacts: namedContacts(state), reasons };
}

const UNRESTRICTED: RequesterJudgement = {
  verdict: 'unrestricted',
  certification: null,
  namedContacts: [],
  reasons: [{ text: 'The agreement lets anybody of the customer ask', cites: [] }],
};

const approved = oncePer(({ must, cites }: NonNullable<Policy['requesters']>): RequesterJudgement => ({
  verdict: 'approved',
  certification: null,
  namedContacts: [],
  reasons: [{ text: conditionText(must), cites }],
}));

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
  return verify === undefined || !isDone(state, verify);
}
