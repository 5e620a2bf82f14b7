/**
 * Look: what is known of a ticket, judged now. Reads from Zendesk only what an event may have changed, and commits facts,
 * judgement, wanted state and the next look together.
 */
import { factsFromZendesk } from '#core/facts/from-zendesk.ts';
import type { ContractRevision } from '#core/facts/contract.ts';
import type { EpochMs, Facts } from '#core/facts/facts.ts';
import type { FieldsByNumber } from '#core/facts/field-values.ts';
import { ticketAfter } from '#core/facts/from-audits.ts';
import type { Audit, ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import { judge } from '#core/judge/judge.ts';
import { isNothing } from '#core/plan/difference.ts';
import { overwrittenTags } from '#core/plan/overwritten-tags.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Account } from './account.ts';
import { unAside } from './aside.ts';
import { policyFor, unknownHere } from './governing.ts';
import { AHEAD_MS, comesEarly, heardOf, lagsBehind } from './heard.ts';
import { confirms } from './hints.ts';
import { withDoubt } from './need.ts';
import type { Need } from './need.ts';
import { isOfBreach, notesOf } from './notes.ts';
import type { Delivered, DeliveryFailure } from './ports/failures.ts';
import type { Contracts, PolicyRegistry } from './ports/policies.ts';
import type { Claim, Directory, LookResult } from './ports/store.ts';
import type { TicketGuess, Zendesk } from './ports/zendesk.ts';
import { queueColumns } from './queue-columns.ts';
import { organizationOf, peopleOf, readTicket } from './reading.ts';
import type { TicketKnowledge } from './reading.ts';
import { isWithin, secondOf, whenCertain } from './seconds.ts';
import { usageOf, type Usage } from './usage.ts';
import { differenceOf, wantedAfter } from './write-back.ts';
import { writtenTagsOf } from './written-tags.ts';

export interface LookPorts {
  readonly zendesk: Zendesk;
  readonly account: Account;
  readonly directory: Directory;
  readonly contracts: Contracts;
  readonly registry: PolicyRegistry;
  readonly usage: Usage;
  /** Since when the sidecar watches: notes say nothing about earlier. */
  readonly installedAt: EpochMs;
}

export type LookOutcome =
  | { readonly kind: 'looked'; readonly result: LookResult; readonly wasRead: boolean }
  /** Something outside did not answer; nothing was decided. */
  | { readonly kind: 'failed'; readonly failure: DeliveryFailure };

const NO_FIELDS: FieldsByNumber = new Map();
const NOT_YET: DeliveryFailure = { kind: 'unavailable', message: 'Zendesk does not show the ticket yet' };
const LAGGING: DeliveryFailure = {
  kind: 'unavailable',
  message: 'Zendesk still shows the ticket as it was before its last change',
};

/** Looks at a claimed ticket; `need`: whether Zendesk is asked first; `fewDue`: whether there is time to make sure of a breach. */
export async function look(claim: Claim, ports: LookPorts, need: Need, fewDue = true): Promise<LookOutcome> {
  const read = need === 'now';
  const known = await knowledgeOf(claim, ports, read);
  if (!known.ok) {
    if (known.failure.kind === 'gone' && comesEarly(claim)) return { kind: 'failed', failure: NOT_YET };
    if (known.failure.kind === 'gone') return { kind: 'looked', result: ended(claim, ports.registry), wasRead: true };
    return { kind: 'failed', failure: known.failure };
  }
  const judged = await judgeKnown(claim, ports, known.value);
  if (!judged.ok) return { kind: 'failed', failure: judged.failure };
  const seeing = read ? { ...known.value, ...judged.value } : null;
  if (seeing !== null && lagsBehind(claim, seeing)) return { kind: 'failed', failure: LAGGING };
  const heardAt = heardOf(claim, seeing);
  const result = withDoubt(resultOf(claim, ports, known.value, judged.value, { read, heardAt }), need);
  const looked = { kind: 'looked', result, wasRead: read } as const;
  if (read || !result.keep) return looked;
  // Before a write the ticket must have been seen since the last change that nobody told us.
  if (claim.row.seen?.fresh === false) return look(claim, ports, 'now');
  const isUnsure = claim.row.seen?.within === true || result.writeBack.unsure === true;
  if (!fewDue || !isUnsure || !result.writeBack.notes.some(isOfBreach)) return looked;
  // A reply in the rest of that second would be known by its webhook alone: nobody is told of a breach without a second look.
  const again = await look(claim, ports, 'now');
  return again.kind === 'looked' ? again : looked;
}

async function knowledgeOf(claim: Claim, ports: LookPorts, read: boolean): Promise<Delivered<TicketKnowledge>> {
  const { seen, history } = claim.row;
  if (!read && seen !== null && history !== null) {
    return { ok: true, value: { ticket: seen.ticket, audits: history.audits } };
  }
  const guess: TicketGuess = (audits) => confirmedGuess(claim, ports, audits);
  // No guess is worth a request of its own where nothing can confirm it; nor after a conflict: then we were wrong.
  const mayGuess = claim.row.writeBack.attempts === 0 && claim.hints.some(({ hint }) => hint.complete);
  return readTicket(ports.zendesk, ports.directory, claim, history?.audits ?? [], mayGuess ? guess : null);
}

/** What the audits make of the ticket, where an event shows the very same state. */
async function confirmedGuess(claim: Claim, ports: LookPorts, audits: readonly Audit[]): Promise<ZendeskTicket | null> {
  const { seen, history } = claim.row;
  const auditId = history?.audits.at(-1)?.id;
  const before = seen === null || auditId === undefined ? null : { ticket: seen.ticket, auditId };
  const made = ticketAfter(claim.ticketId, before, audits);
  if (made === null) return null;
  const ticket = { ...made, updatedStamp: new Date(made.updatedAt).toISOString().replace('.000Z', 'Z') };
  const bot = await ports.account.botUserId();
  const contracts = await contractsFor(claim, ports, { ticket, audits });
  const policy = policyFor(claim, ports.registry, ticket, contracts.get(ticket.organizationId ?? '') ?? []);
  const fields = policy === null ? null : await ports.account.fieldsOf(policy);
  if (!bot.ok || fields === null || !fields.ok) return null;
  const seeing = { ticket, audits, fields: fields.value, botUserId: bot.value };
  return claim.hints.some(({ hint }) => confirms(hint, seeing)) ? ticket : null;
}

interface Judged {
  readonly policy: Policy | null;
  readonly fields: FieldsByNumber;
  readonly facts: Facts | null;
  readonly writtenTags: readonly string[];
  readonly botUserId: string;
}

/** Facts under the policy that holds for the ticket; none where no policy is published. */
async function judgeKnown(claim: Claim, ports: LookPorts, known: TicketKnowledge): Promise<Delivered<Judged>> {
  const { ticket } = known;
  const bot = await ports.account.botUserId();
  if (!bot.ok) return bot;
  const contracts = await contractsFor(claim, ports, known);
  const policy = policyFor(claim, ports.registry, ticket, contracts.get(ticket.organizationId ?? '') ?? []);
  if (policy === null && claim.row.policy !== null)
    return { ok: false, failure: { kind: 'unavailable', message: unknownHere(claim.row.policy) } };
  const none = { fields: NO_FIELDS, facts: null, writtenTags: [], botUserId: bot.value };
  if (policy === null) return { ok: true, value: { policy, ...none } };
  const people = await peopleOf(ports.zendesk, ports.directory, claim, known);
  if (!people.ok) return people;
  const fields = await ports.account.fieldsOf(policy);
  if (!fields.ok) return fields;
  const organizations = new Map();
  for (const id of organizationsOf(known)) {
    const organization = await organizationOf(ports.zendesk, ports.directory, id, claim.now);
    if (!organization.ok) return organization;
    if (organization.value !== null) organizations.set(id, organization.value);
  }
  const writtenTags = writtenTagsOf(claim.row, known.audits, bot.value, policy);
  const facts = factsFromZendesk({
    policy,
    ...known,
    fields: fields.value,
    botUserId: bot.value,
    writtenTags,
    users: people.value,
    organizations,
    contracts,
    acts: claim.acts.map(({ event }) => event),
    notices: claim.notices,
  });
  const usage = await usageOf(policy, facts, ports.usage);
  const used = usage.length === 0 ? facts : { ...facts, usage };
  return { ok: true, value: { policy, fields: fields.value, facts: used, writtenTags, botUserId: bot.value } };
}

/** Organizations that the ticket belongs or belonged to. */
function organizationsOf({ ticket, audits }: TicketKnowledge): ReadonlySet<string> {
  const ids = new Set<string>();
  if (ticket.organizationId !== null) ids.add(ticket.organizationId);
  for (const audit of audits) {
    for (const event of audit.events) {
      if (event.kind === 'comment' || event.field !== 'organization_id') continue;
      for (const value of [event.value, event.previous]) if (value !== null && value !== '') ids.add(String(value));
    }
  }
  return ids;
}

async function contractsFor(
  claim: Claim,
  ports: LookPorts,
  known: TicketKnowledge,
): Promise<ReadonlyMap<string, readonly ContractRevision[]>> {
  const contracts = new Map<string, readonly ContractRevision[]>();
  const loaded = claim.row.seen?.ticket.organizationId;
  for (const id of organizationsOf(known)) {
    contracts.set(id, id === loaded && claim.contractsLoaded ? claim.contracts : await ports.contracts.revisions(id));
  }
  return contracts;
}

function resultOf(
  claim: Claim,
  ports: LookPorts,
  known: TicketKnowledge,
  { policy, facts, writtenTags, botUserId }: Judged,
  { read, heardAt }: { readonly read: boolean; readonly heardAt: EpochMs | null },
): LookResult {
  const { row } = claim;
  const { ticket, audits } = known;
  const asRead = { ticket, fresh: true, ...(isWithin(ticket.updatedAt, claim.now) ? { within: true as const } : {}) };
  const seen = read ? asRead : row.seen;
  const parts = {
    claim,
    ...(read ? { seen: asRead, history: { audits } } : {}),
    mustRead: false,
    heardAt,
  };
  const fired = new Set([...row.firedCauses, ...audits.flatMap(({ causes }) => causes)]);
  const isEnded = ticket.status === 'closed' || ticket.status === 'deleted';
  if (policy === null || facts === null || seen === null) {
    return {
      ...parts,
      writeBack: unAside(row.writeBack),
      firedCauses: [...fired],
      ended: isEnded,
      nextLookAt: null,
      keep: false,
    };
  }
  const future = facts.events.find(({ at }) => at > claim.now + AHEAD_MS)?.at ?? null;
  const now = Math.max(secondOf(claim.now), latestBefore(facts, claim.now + AHEAD_MS));
  const judgement = judge(policy, facts, now);
  const notes = isEnded ? { wanted: [], tooOld: [] } : notesOf(judgement, policy, fired, ports.installedAt);
  const before = { ...row.writeBack, writtenTags };
  const wanted = wantedAfter(before, judgement, ticket, notes.wanted, overwrittenTags(audits, botUserId));
  const writeBack = isEnded ? { ...wanted, state: 'settled' as const, retryAt: null } : wanted;
  return {
    ...parts,
    facts,
    judgement,
    policy: { id: policy.id, version: policy.version },
    queue: queueColumns(ticket, policy, judgement),
    writeBack,
    firedCauses: [...fired, ...notes.tooOld],
    ended: isEnded,
    nextLookAt: isEnded ? null : earliest(judgement.nextAt === null ? null : whenCertain(judgement.nextAt), future),
    keep: isDueNow(writeBack, ticket, claim.now),
  };
}

function isDueNow(writeBack: LookResult['writeBack'], ticket: ZendeskTicket, now: EpochMs): boolean {
  if (writeBack.state === 'settled') return false;
  if (writeBack.state === 'failed' && (writeBack.retryAt === null || writeBack.retryAt > now)) return false;
  if (writeBack.retryAt !== null && writeBack.retryAt > now) return false;
  return !isNothing(differenceOf(writeBack, ticket)) || writeBack.notes.length > 0;
}

/** Deleted, or merged away and then gone: nothing is owed any more; what was met or breached before stays. */
function ended(claim: Claim, registry: PolicyRegistry): LookResult {
  const { row } = claim;
  return {
    claim,
    ...goneFrom(claim, registry),
    writeBack: { ...row.writeBack, state: 'settled', notes: [], retryAt: null },
    firedCauses: row.firedCauses,
    ended: true,
    mustRead: true,
    heardAt: row.heardAt,
    nextLookAt: null,
    keep: false,
  };
}

/** Facts that say since when the ticket is gone, and their judgement; nothing where it was never judged. */
function goneFrom({ row, now }: Claim, registry: PolicyRegistry): Pick<LookResult, 'facts' | 'judgement'> {
  const policy = row.policy === null ? null : registry.get(row.policy.id, row.policy.version);
  if (row.facts === null || policy === null) return {};
  if (row.facts.events.some((event) => event.kind === 'update' && event.status === 'deleted')) return {};
  const events = [...row.facts.events, { at: now, kind: 'update' as const, status: 'deleted' as const }];
  const facts = { ...row.facts, events: events.toSorted((one, other) => one.at - other.at) };
  return { facts, judgement: judge(policy, facts, now) };
}

function latestBefore(facts: Facts, limit: EpochMs): EpochMs {
  let latest = facts.opened <= limit ? facts.opened : 0;
  for (const { at } of facts.events) if (at <= limit && at > latest) latest = at;
  return latest;
}
function earliest(one: EpochMs | null, other: EpochMs | null): EpochMs | null {
  if (one === null) return other;
  return other === null ? one : Math.min(one, other);
}
