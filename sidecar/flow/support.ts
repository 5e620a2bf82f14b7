/** One ticket's judgement with what stands round it: what the sidebar, the pages and scripts read. */
import type { ContractRevision } from '#core/facts/contract.ts';
import type { EpochMs, FactEvent, Facts } from '#core/facts/facts.ts';
import { choices, NO_CHOICES, type Choices } from '#core/judge/choices.ts';
import { judge } from '#core/judge/judge.ts';
import type { Judgement } from '#core/judge/judgement.ts';
import type { Policy } from '#core/policy/policy.ts';
import { isAside } from './aside.ts';
import { choicesAfter, endOf } from './ended.ts';
import type { Ended } from './ended.ts';
import { unknownHere } from './governing.ts';
import type { Clock } from './ports/others.ts';
import type { Contracts, Policies, PolicyRegistry, PolicyStateWord } from './ports/policies.ts';
import type { Agenda, Directory, Tickets } from './ports/store.ts';
import type { TicketRow, WriteBack } from './ports/tickets.ts';
import type { Zendesk } from './ports/zendesk.ts';
import type { RecentReads } from './recent-reads.ts';
import type { RefusedProblem } from './refused.ts';
import type { Worker } from './worker.ts';

export interface PolicyVersionView {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly state: PolicyStateWord;
  readonly publishedAt: EpochMs | null;
  readonly note: string | null;
  readonly problems: readonly RefusedProblem[];
}
export interface ContractView {
  /** Null: Zendesk has not told it yet. */
  readonly organizationName: string | null;
  readonly revision: ContractRevision;
  readonly tierTitle: string;
  readonly entitlementTitles: Readonly<Record<string, string>>;
}
export interface SupportView {
  readonly ticketId: string;
  readonly at: EpochMs;
  /** Null: no policy is published that could apply. */
  readonly judgement: Judgement | null;
  readonly policy: PolicyVersionView | null;
  readonly contract: ContractView | null;
  readonly writeBack: WriteBack | null;
  readonly choices: Choices;
  /** As the ticket is now. Null: it goes on. */
  readonly ended: Ended | null;
}

export interface ReadPorts {
  readonly tickets: Tickets;
  readonly contracts: Contracts;
  readonly policies: Policies;
  readonly registry: PolicyRegistry;
  readonly directory: Directory;
  readonly zendesk: Zendesk;
  readonly clock: Clock;
  readonly worker: Worker;
  readonly agenda: Agenda;
  readonly recent: RecentReads;
}

/** A look that is due is waited for this long; then what stands is shown. */
const LOOK_WITHIN_MS = 2_000;

/** `missing`: no such ticket. `unavailable`: it was never read, and Zendesk cannot be asked now. */
export type Read<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unavailable'; readonly message: string };

/** The ticket's row, looked at first where it never was or where a look is due: whoever asks sees what was told before. */
export async function rowOf(ticketId: string, ports: ReadPorts): Promise<Read<TicketRow>> {
  const row = await ports.recent.find(ticketId);
  if (row !== null && isKnown(row) && !row.isDue) return found(row);
  if (row === null && (!/^[1-9]\d{0,18}$/.test(ticketId) || ports.recent.isAbsent(ticketId)))
    return { kind: 'missing' };
  const read = await lookedAt(ticketId, ports);
  if (read.kind === 'missing') ports.recent.absent(ticketId);
  return read;
}

/** Looks here, or waits for who holds the ticket, at most two seconds; a first reading takes as long as Zendesk does. */
async function lookedAt(ticketId: string, ports: ReadPorts): Promise<Read<TicketRow>> {
  let message = 'The ticket is being looked at for the first time.';
  const wait = waitFor(ticketId, ports.agenda);
  try {
    do {
      const looking = ports.worker.lookNow(ticketId);
      looking.catch(() => null); // told by the worker's log; what stands is shown
      const before = await ports.tickets.find(ticketId);
      const known = before !== null && isKnown(before) ? before : null;
      let outcome: Awaited<typeof looking>;
      try {
        outcome = await (known === null ? looking : Promise.race([looking, wait.late]));
      } catch (error) {
        // Told by the worker's log. A database that takes no writes still tells what stands.
        if (known === null) throw error;
        return found(known);
      }
      if (outcome?.kind === 'failed') message = outcome.failure.message;
      else if (outcome === null) await wait.next();
      const row = await ports.tickets.find(ticketId);
      // Whoever looked found that there is none, and left no row.
      if (row === null) return { kind: 'missing' };
      if (isKnown(row) && (!row.isDue || wait.isOver() || outcome?.kind === 'failed')) return found(row);
      if (outcome?.kind === 'failed') break;
    } while (!wait.isOver());
    return { kind: 'unavailable', message };
  } finally {
    wait.end();
  }
}

function isKnown(row: TicketRow): boolean {
  return row.facts !== null || row.ended || ((row.seen !== null || isAside(row.writeBack)) && !row.isDue);
}

/** Waits for changes of one ticket, two seconds in all. */
function waitFor(ticketId: string, agenda: Agenda) {
  let isOver = false;
  let wake: () => void = () => undefined;
  const deaf = agenda.onChange((id) => {
    if (id === ticketId) wake();
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      isOver = true;
      resolve(null);
    }, LOOK_WITHIN_MS);
  });
  return {
    late,
    isOver: () => isOver,
    next: () => Promise.race([late, new Promise<null>((resolve) => (wake = () => resolve(null)))]),
    end() {
      deaf();
      clearTimeout(timer);
    },
  };
}
/** A ticket that was gone before anything was known of it never was one. */
function found(row: TicketRow): Read<TicketRow> {
  return row.ended && row.facts === null ? { kind: 'missing' } : { kind: 'found', value: row };
}

/** Judged on what is stored, at `at` (null: now); an instant in the past answers as it stood then: before it was opened there was none. */
export async function ticketSupport(
  ticketId: string,
  at: EpochMs | null,
  ports: ReadPorts,
): Promise<Read<SupportView>> {
  const row = await rowOf(ticketId, ports);
  if (row.kind !== 'found') return row;
  const now = await nowFor(row.value, ports.clock);
  const policy = policyOf(row.value, ports.registry);
  const standing = await standingOf(row.value, policy, ports);
  const known = at === null ? recentView(row.value, now, standing) : null;
  if (known !== null) return { kind: 'found', value: known };
  const { facts } = row.value;
  if (at !== null && facts !== null && at < facts.opened) return { kind: 'missing' };
  const held = at === null ? policy : policyThen(row.value, policy, at, ports.registry);
  const judgement = held === null || facts === null ? null : judge(held, facts, at ?? now);
  const stood = at !== null && judgement !== null && at < (row.value.judgement?.at ?? at);
  const shown = stood ? { ...row.value, writeBack: wantedThen(row.value.writeBack, judgement) } : row.value;
  const view = await viewOf(shown, judgement, held, at ?? now, ports);
  if (at === null) views.set(row.value, { view, standing });
  return { kind: 'found', value: view };
}

/** What should have been shown before the last look; nobody waits for it any more. */
function wantedThen(now: WriteBack, { wantedPriority, wantedTags }: Judgement): WriteBack {
  return { ...now, state: 'settled', wantedPriority, wantedTags, lastError: null, retryAt: null };
}

/** The row as it will be once a look has taken these acts in: until then it says nothing of what they lead to. */
export function awaiting(row: TicketRow, acts: readonly FactEvent[], wanted: Judgement): TicketRow {
  if (row.facts === null || row.ended || withActs(row.facts, acts) === row.facts) return row;
  const { writeBack } = row;
  const { wantedTags, wantedPriority } = wanted;
  const isSame = writeBack.wantedPriority === wantedPriority && sameTags(writeBack.wantedTags, wantedTags);
  return isSame ? row : { ...row, writeBack: { ...writeBack, state: 'pending', wantedPriority, wantedTags } };
}

function sameTags(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((tag) => other.includes(tag));
}

/** How long a view may be shown again, as that of its instant. */
const VIEW_MS = 1_000;
/** What a view rests on beside its row. */
type Standing = readonly (object | null)[];
const views = new WeakMap<TicketRow, { readonly view: SupportView; readonly standing: Standing }>();

async function standingOf(row: TicketRow, policy: Policy | null, { registry, recent }: ReadPorts): Promise<Standing> {
  const organizationId = row.seen?.ticket.organizationId ?? null;
  const contract = organizationId === null ? null : await recent.contract(organizationId);
  return [policy, policy === null ? null : registry.current(policy.id), contract];
}

/** The view of this row that was made a moment ago, while time has decided nothing since; null: there is none. */
function recentView(row: TicketRow, now: EpochMs, standing: Standing): SupportView | null {
  const known = views.get(row);
  if (known === undefined || known.standing.some((each, index) => each !== standing[index])) return null;
  const { at, judgement } = known.view;
  const nextAt = judgement?.nextAt ?? null;
  const isRecent = now >= at && now - at < VIEW_MS && (nextAt === null || now < nextAt);
  return isRecent ? known.view : null;
}

export async function viewOf(
  row: TicketRow,
  judgement: Judgement | null,
  policy: Policy | null,
  at: EpochMs,
  ports: ReadPorts,
): Promise<SupportView> {
  const organizationId = row.seen?.ticket.organizationId ?? null;
  const ended = endOf(row);
  return {
    ticketId: row.ticketId,
    at,
    judgement,
    policy: policy === null ? null : versionView(policy, ports.registry),
    contract: organizationId === null ? null : await contractView(organizationId, at, ports),
    writeBack:
      policy === null && row.policy !== null ? { ...row.writeBack, lastError: unknownHere(row.policy) } : row.writeBack,
    choices: policy === null || judgement === null ? NO_CHOICES : choicesAfter(ended, choices(policy, judgement)),
    ended,
  };
}

/** Never before the last look: an estimate of the database's clock must not hide what that look has seen. */
export async function nowFor(row: TicketRow, clock: Clock): Promise<EpochMs> {
  return Math.max(await clock.now(), row.judgement?.at ?? 0);
}

export function policyOf(row: TicketRow, registry: PolicyRegistry): Policy | null {
  return row.policy === null ? null : registry.get(row.policy.id, row.policy.version);
}

/** The version by which the ticket was judged at an instant: since then another one may have moved it. */
function policyThen({ facts }: TicketRow, policy: Policy | null, at: EpochMs, registry: PolicyRegistry): Policy | null {
  if (policy === null || facts === null) return policy;
  const then = registry.forTicket(policy.id, facts.opened, at);
  return then !== null && then.version < policy.version ? then : policy;
}

function versionView(policy: Policy, registry: PolicyRegistry): PolicyVersionView {
  const publication = registry.publication(policy.id, policy.version);
  return {
    id: policy.id,
    version: policy.version,
    title: policy.title,
    state: registry.current(policy.id) === policy ? 'published' : 'retired',
    publishedAt: publication?.publishedAt ?? null,
    note: publication?.note ?? null,
    problems: [],
  };
}

/** The contract as it stood; null: none. */
export async function contractView(
  organizationId: string,
  at: EpochMs,
  ports: ReadPorts,
): Promise<ContractView | null> {
  const { revisions, name } = await ports.recent.contract(organizationId);
  const revision = revisions.findLast(({ changedAt }) => changedAt <= at) ?? revisions[0];
  return revision === undefined ? null : contractViewOf(revision, name, ports.registry);
}

export function contractViewOf(
  revision: ContractRevision,
  organizationName: string | null,
  registry: PolicyRegistry,
): ContractView {
  const { terms } = revision;
  const policy = registry.current(terms.policyId);
  return {
    organizationName,
    revision,
    tierTitle: policy?.tiers.get(terms.tier)?.title ?? terms.tier,
    entitlementTitles: Object.fromEntries(
      Object.keys(terms.entitlements).map((id) => [id, policy?.entitlements.get(id)?.title ?? id]),
    ),
  };
}

/** Facts with acts that no look has taken in yet, each in its place in time. */
export function withActs(facts: Facts, acts: readonly FactEvent[]): Facts {
  const known = new Set(facts.events.map((event) => JSON.stringify(event)));
  const fresh = acts.filter((event) => !known.has(JSON.stringify(event)));
  if (fresh.length === 0) return facts;
  return { ...facts, events: [...facts.events, ...fresh].toSorted((one, other) => one.at - other.at) };
}
