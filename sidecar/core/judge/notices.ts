// Notices of maintenance and the like, with their lead time (STA-15, NEX-14).
import type { EpochMs, NoticeFacts } from '#core/facts/facts.ts';
import type { NoticeRule, Policy } from '#core/policy/policy.ts';
import { cardsOf, contractCard } from './contacts.ts';
import { afterWithin } from './due.ts';
import type { ContactCard, NoticeJudgement } from './judgement.ts';
import type { State } from './state.ts';
import { zoneOf } from './zones.ts';

/** Notices that are announced, not over, and about this organization. */
export function notices(state: State): readonly NoticeJudgement[] {
  const announced = state.facts.notices ?? NONE;
  if (announced.length === 0) return NONE;
  return announced
    .filter((n) => n.announced <= state.at && n.to > state.at && isAbout(n, state))
    .map((n) => noticeJudgement(state, n));
}

const NONE: readonly never[] = [];

/** One that names organizations is about those; an organization that nobody named may be any of them. */
function isAbout({ organizations = [] }: NoticeFacts, { organization }: State): boolean {
  const own = [organization.id, organization.name].filter((each) => each != null);
  return organizations.length === 0 || own.length === 0 || own.some((each) => organizations.includes(each));
}

function noticeJudgement(state: State, notice: NoticeFacts): NoticeJudgement {
  const rule = state.policy.notices.find((r) => r.kind === notice.kind) ?? null;
  const lead = leadOf(state.policy, rule, notice);
  const wanted = rule?.lead?.text ?? 'none';
  return {
    id: notice.id,
    kind: notice.kind,
    text: notice.text ?? null,
    announced: notice.announced,
    from: notice.from,
    to: notice.to,
    lead,
    recipients: (rule?.recipients ?? []).flatMap((r) => recipientCards(state, r)),
    reasons: [{ text: `Lead time wanted: ${wanted}`, cites: rule?.cites ?? [] }],
  };
}

/** Whether a notice was announced long enough before it begins; a rule without lead time asks for none. */
function leadOf(
  policy: Policy,
  rule: NoticeRule | null,
  notice: { readonly announced: EpochMs; readonly from: EpochMs },
): 'enough' | 'short' {
  if (rule === null || rule.lead === null) return 'enough';
  const name = policy.calendarNames[0];
  const clock =
    rule.lead.kind === 'business_days' && name !== undefined
      ? policy.calendar(name, {})
      : zoneOf(policy, policy.timeZone);
  const days = policy.businessDays === null ? null : policy.calendar(policy.businessDays, {});
  const earliest = afterWithin(rule.lead, notice.announced, clock, days);
  return earliest !== null && earliest <= notice.from ? 'enough' : 'short';
}

/** `approved_contacts` are the contract's contacts of the role `approved`, and so on. */
function recipientCards(state: State, recipient: string): readonly ContactCard[] {
  const role = recipient.replace(/_contacts$/u, '');
  const named = (state.contract?.contacts ?? []).filter((c) => c.role === recipient || c.role === role);
  return named.length > 0 ? named.map((c) => contractCard(c, state)) : cardsOf(state, recipient);
}
