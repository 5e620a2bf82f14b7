/** What a look decides: the judgement, what Zendesk should show, and when to look again. All of it is committed together. */
import type { EpochMs, Facts } from '#core/facts/facts.ts';
import type { ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import { judge } from '#core/judge/judge.ts';
import type { Judgement } from '#core/judge/judgement.ts';
import { isNothing } from '#core/plan/difference.ts';
import { overwrittenTags } from '#core/plan/overwritten-tags.ts';
import { unAside } from '../aside.ts';
import { AHEAD_MS } from '../heard.ts';
import { notesOf } from '../notes.ts';
import type { Claim, LookResult } from '../ports/store.ts';
import { queueColumns } from '../queue-columns.ts';
import type { TicketKnowledge } from '../reading.ts';
import { isWithin, secondOf, whenCertain } from '../seconds.ts';
import { differenceOf, wantedAfter } from '../write-back.ts';
import type { GovernedFacts, KnownFacts } from './facts.ts';

/** What a look goes by. */
export interface Grounds {
  readonly known: TicketKnowledge;
  readonly facts: KnownFacts;
  /** Whether `known` was read just now. */
  readonly read: boolean;
  readonly heardAt: EpochMs | null;
  readonly installedAt: EpochMs;
}

/** The result of a look at a ticket that is there. */
export function resultOf(claim: Claim, grounds: Grounds): LookResult {
  const { row } = claim;
  const { known, facts, read, heardAt } = grounds;
  const { ticket, audits } = known;
  const asRead = { ticket, fresh: true, ...(isWithin(ticket.updatedAt, claim.now) ? { within: true as const } : {}) };
  const seen = read ? asRead : row.seen;
  const parts = {
    claim,
    ...(read ? { seen: asRead, history: { audits } } : {}),
    ended: isOver(ticket),
    mustRead: false,
    heardAt,
  };
  const fired = new Set([...row.firedCauses, ...audits.flatMap(({ causes }) => causes)]);
  if (facts.governed !== null && seen !== null) return { ...parts, ...decided(claim, grounds, facts.governed, fired) };
  return {
    ...parts,
    writeBack: unAside(row.writeBack),
    firedCauses: [...fired],
    nextLookAt: null,
    keep: false,
  };
}

function isOver({ status }: ZendeskTicket): boolean {
  return status === 'closed' || status === 'deleted';
}

function decided(
  claim: Claim,
  { known: { ticket, audits }, facts: { botUserId }, installedAt }: Grounds,
  { policy, facts, writtenTags }: GovernedFacts,
  fired: ReadonlySet<string>,
): Omit<LookResult, 'claim' | 'ended' | 'mustRead' | 'heardAt'> {
  const now = Math.max(secondOf(claim.now), latestBefore(facts, claim.now + AHEAD_MS));
  const judgement = judge(policy, facts, now);
  const isEnded = isOver(ticket);
  const notes = isEnded ? { wanted: [], tooOld: [] } : notesOf(judgement, policy, fired, installedAt);
  const before = { ...claim.row.writeBack, writtenTags };
  const wanted = wantedAfter(before, judgement, ticket, notes.wanted, overwrittenTags(audits, botUserId));
  const writeBack = isEnded ? { ...wanted, state: 'settled' as const, retryAt: null } : wanted;
  return {
    facts,
    judgement,
    policy: { id: policy.id, version: policy.version },
    queue: queueColumns(ticket, policy, judgement),
    writeBack,
    firedCauses: [...fired, ...notes.tooOld],
    nextLookAt: isEnded ? null : nextLookAt(judgement, facts, claim.now),
    keep: isDueNow(writeBack, ticket, claim.now),
  };
}

/** When time alone changes the judgement, or a fact that bears an instant to come counts. */
function nextLookAt({ nextAt }: Judgement, { events }: Facts, now: EpochMs): EpochMs | null {
  const future = events.find(({ at }) => at > now + AHEAD_MS)?.at ?? null;
  if (nextAt === null) return future;
  return future === null ? whenCertain(nextAt) : Math.min(whenCertain(nextAt), future);
}

function isDueNow(writeBack: LookResult['writeBack'], ticket: ZendeskTicket, now: EpochMs): boolean {
  if (writeBack.state === 'settled') return false;
  if (writeBack.state === 'failed' && (writeBack.retryAt === null || writeBack.retryAt > now)) return false;
  if (writeBack.retryAt !== null && writeBack.retryAt > now) return false;
  return !isNothing(differenceOf(writeBack, ticket)) || writeBack.notes.length > 0;
}

function latestBefore(facts: Facts, limit: EpochMs): EpochMs {
  let latest = facts.opened <= limit ? facts.opened : 0;
  for (const { at } of facts.events) if (at <= limit && at > latest) latest = at;
  return latest;
}
