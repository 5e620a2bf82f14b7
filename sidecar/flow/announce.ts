/** Announce: a notice with its lead time checked, shown on the tickets of those whom it concerns. */
import { createHash } from 'node:crypto';
import type { EpochMs, Facts } from '#core/facts/facts.ts';
import { judge } from '#core/judge/judge.ts';
import type { NoticeJudgement } from '#core/judge/judgement.ts';
import { contractFacts } from '#core/facts/surroundings.ts';
import type { Clock } from './ports/others.ts';
import type { Contracts, NoticeRecord, Notices, PolicyRegistry } from './ports/policies.ts';
import type { Actor } from './ports/store.ts';
import { done, refused } from './refused.ts';
import type { Outcome } from './refused.ts';

export interface NoticeWish {
  readonly policyId: string;
  readonly kind: string;
  readonly text: string | null;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Null: now. */
  readonly announced: EpochMs | null;
  /** Empty: every organization of the policy. */
  readonly organizations: readonly string[];
  readonly by: Actor;
}
export interface NoticeView {
  readonly notice: NoticeRecord;
  readonly lead: NoticeJudgement['lead'];
  readonly reasons: NoticeJudgement['reasons'];
  readonly recipients: NoticeJudgement['recipients'];
}
export interface AnnouncePorts {
  readonly notices: Notices;
  readonly contracts: Contracts;
  readonly registry: PolicyRegistry;
  readonly clock: Clock;
}

/** Refused with LEAD_TOO_SHORT where the policy says so; else a short lead is only shown. */
export async function putNotice(wish: NoticeWish, ports: AnnouncePorts): Promise<Outcome<NoticeView>> {
  const policy = ports.registry.current(wish.policyId);
  if (policy === null) return refused('NOT_FOUND', `No policy ${wish.policyId} is published.`);
  const rule = policy.notices.find(({ kind }) => kind === wish.kind);
  if (rule === undefined) {
    const kinds = policy.notices.map(({ kind }) => kind).join(', ') || 'none';
    return refused('BAD_USER_INPUT', `The policy has no notices of the kind ${wish.kind}; it has: ${kinds}.`);
  }
  if (wish.from >= wish.to) return refused('BAD_USER_INPUT', 'The notice ends before it begins.');
  const { policyId, kind, text, from, to, organizations } = wish;
  // The same announcement repeated is one announcement.
  const id = createHash('sha256')
    .update(JSON.stringify([policyId, kind, text, from, to, organizations]))
    .digest('hex')
    .slice(0, 16);
  // What says no instant was announced when it was told first: later its lead would be shorter.
  const before = wish.announced === null ? (await ports.notices.current()).find((each) => each.id === id) : undefined;
  const announced = wish.announced ?? before?.announced ?? (await ports.clock.now());
  const notice: NoticeRecord = { id, policyId, kind, text, announced, from, to, organizations };
  const views = await Promise.all(
    (organizations.length === 0 ? [null] : organizations).map(async (organizationId) => {
      const revision = organizationId === null ? null : await ports.contracts.newest(organizationId);
      const facts = factsRound(notice, revision === null ? null : contractFacts(revision.terms));
      return judge(policy, facts, announced).notices.find((each) => each.id === id) ?? null;
    }),
  );
  const [first] = views.filter((view) => view !== null);
  if (first === undefined) return refused('BAD_USER_INPUT', 'The notice is over before it is announced.');
  if (first.lead === 'short' && rule.refuse) {
    return refused('LEAD_TOO_SHORT', `${rule.title} must be announced ${rule.lead?.text ?? ''} before.`, []);
  }
  const kept = await ports.notices.put(notice, wish.by);
  const recipients = views.flatMap((view) => view?.recipients ?? []);
  const unique = [...new Map(recipients.map((card) => [JSON.stringify(card), card])).values()];
  return done({ notice: kept, lead: first.lead, reasons: first.reasons, recipients: unique });
}

/** No ticket: only what a notice is judged by. */
function factsRound(notice: NoticeRecord, contract: Facts['contract']): Facts {
  return {
    ticketId: '0',
    opened: notice.announced,
    channel: null,
    status: 'open',
    fields: {},
    contract,
    requester: { approved: true },
    organization: {},
    notices: [notice],
    events: [],
  };
}
