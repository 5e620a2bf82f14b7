// The database, as the steps see it: every method is one transaction of its own.
import type { ActEvent, EpochMs, Facts } from '#core/facts/facts.ts';
import type { Judgement } from '#core/judge/judgement.ts';
import type { ZendeskOrganization, ZendeskTicket, ZendeskUser } from '#core/facts/zendesk-ticket.ts';
import type { ContractRevision, NoticeRecord } from './policies.ts';
import type { Hint, History, QueueColumns, Seen, StoredAct, TicketRow, WriteBack } from './tickets.ts';

/** A signed delivery as it came. */
export interface IncomingEvent {
  /** Same for every repetition of one delivery: invocation id and hash of the body. */
  readonly deliveryId: string;
  /** Null: no ticket could be made out. */
  readonly ticketId: string | null;
  /** Raw text. */
  readonly body: string;
  readonly hint: Hint | null;
  /** Why it cannot be read; null: it can. Kept aside and shown to admins. */
  readonly problem: string | null;
}

export interface Inbox {
  /** Stores the event and asks for a look, in one commit shared with those that come at the same time. */
  accept(event: IncomingEvent): Promise<'stored' | 'repeated'>;
  /** True while many deliveries come in at once: their senders wait for an answer, looks can wait a little. */
  isCrowded(): boolean;
}

/** A ticket that one worker holds until `until`. */
export interface Claim {
  readonly ticketId: string;
  /** Fences the commit: another holder's commit finds another number. */
  readonly claimNumber: number;
  /** Asked looks so far: what is asked later keeps its place. */
  readonly asked: number;
  /** Asked readings of Zendesk so far, likewise. */
  readonly readingsAsked: number;
  /** Whether a look is due, or only the write-back. */
  readonly lookDue: boolean;
  /** The database's clock at the claim. */
  readonly now: EpochMs;
  /** Without the last judgement, which no look needs. */
  readonly row: Omit<TicketRow, 'judgement'>;
  readonly hints: readonly { readonly id: number; readonly hint: Hint }[];
  readonly acts: readonly StoredAct[];
  /** Of the organization that the row names. */
  readonly contracts: readonly ContractRevision[];
  readonly contractsLoaded: boolean;
  readonly notices: readonly NoticeRecord[];
  /** This claim and those before it that never came to an end. 3: it waits for a turn alone; 4: that turn died too. */
  readonly tries: number;
  /** Looks in a row that ended without an answer, because something outside did not answer. */
  readonly failures: number;
}

/** Everything a look decided, committed together. */
export interface LookResult {
  readonly claim: Claim;
  /** Absent parts stay as they are. */
  readonly seen?: Seen;
  readonly history?: History;
  readonly facts?: Facts;
  readonly judgement?: Judgement;
  readonly policy?: { readonly id: string; readonly version: number };
  readonly queue?: QueueColumns;
  readonly writeBack: WriteBack;
  readonly firedCauses: readonly string[];
  readonly ended: boolean;
  readonly mustRead: boolean;
  readonly heardAt: EpochMs | null;
  /** Null: nothing that time alone changes. */
  readonly nextLookAt: EpochMs | null;
  /** True: the claim stays with the worker, which writes back at once. */
  readonly keep: boolean;
}

/** What came of a write-back. */
export interface SettleResult {
  readonly claim: Claim;
  readonly seen: Seen | null;
  readonly writeBack: WriteBack;
  readonly firedCauses: readonly string[];
  readonly mustRead: boolean;
  readonly ended: boolean;
  /** Ask for another look now: a conflict, or the answer was lost. */
  readonly lookAgain: boolean;
}

/** Which tickets are due. */
export interface Agenda {
  /**
   * Takes up to `limit` due tickets for `worker`; nobody else gets them until the lease ends or they are committed. `lateMs`:
   * only those that nobody took for so long.
   */
  claim(worker: string, limit: number, leaseMs: number, lateMs?: number): Promise<readonly Claim[]>;
  /** Takes one ticket now, due or not; null: another holds it. Makes its row where there is none. */
  claimOne(worker: string, ticketId: string, leaseMs: number): Promise<Claim | null>;
  /** Keeps this worker's claims on these tickets. */
  renew(worker: string, ticketIds: readonly string[], leaseMs: number): Promise<void>;
  /** Gives this worker's claims back at once. */
  release(worker: string): Promise<void>;
  /** Frees what a process held that is seen to be gone, without waiting for its lease's end; called every second or two. */
  freeGone(): Promise<number>;
  /** Ids of those committed; a claim that was lost meanwhile is left out and changes nothing. */
  commitLooks(results: readonly LookResult[]): Promise<ReadonlySet<string>>;
  commitSettles(results: readonly SettleResult[]): Promise<ReadonlySet<string>>;
  /** Called before a look at a ticket on which work died twice; false: somebody else has it by now. */
  begin(claim: Claim): Promise<boolean>;
  /** Gives a claim back as a ticket whose look does not come to an end: due at `retryAt`, shown with `error` till then. */
  setAside(claim: Claim, retryAt: EpochMs, error: string): Promise<void>;
  /** Gives a claim back as it was. */
  giveBack(claim: Claim): Promise<void>;
  /** Gives a claim back, due again at `retryAt`, with what went wrong. */
  postpone(claim: Claim, retryAt: EpochMs, error: string | null): Promise<void>;
  /** Ms until the next ticket is due, 0 where one is; null: nothing waits. */
  nextDueIn(): Promise<number | null>;
  /** Asks for looks now. Unknown tickets get a row. */
  ask(ticketIds: readonly string[], options?: { readonly mustRead?: boolean }): Promise<void>;
  askOrganization(organizationId: string): Promise<number>;
  /**
   * Asks for looks at the tickets that new publications concern, and answers how many: those that move, and those that no
   * policy judged. What a stopped process or a replica that heard late left undone is done at the next call. `unjudged`: all
   * that no policy judged, whatever was published since.
   */
  askPublished(unjudged?: boolean): Promise<number>;
  /** Asks for a look at every open ticket of a policy; how many. */
  askPolicy(policyId: string): Promise<number>;
  /** Calls back when something may have become due, with the tickets where they are few and known. Returns the end of it. */
  onWake(listener: (ticketIds: readonly string[]) => void): () => void;
  /** Calls back with each ticket whose answer changed. */
  onChange(listener: (ticketId: string) => void): () => void;
  /** Tickets whose write-back was given up or that are set aside, by number. */
  parked(
    limit: number,
  ): Promise<
    readonly { readonly ticketId: string; readonly lastError: string | null; readonly retryAt: EpochMs | null }[]
  >;
  /** Tickets due now or resting after a failed look, ms by which the oldest look is late, tickets whose write-back was given up, webhooks kept aside. */
  backlog(): Promise<{
    readonly due: number;
    readonly lateMs: number;
    readonly failed: number;
    readonly setAside: number;
  }>;
}

export interface Tickets {
  find(ticketId: string): Promise<TicketRow | null>;
  acts(ticketId: string): Promise<readonly StoredAct[]>;
  /** Facts, judgement and queue columns of the open tickets of an organization, newest first, at most 100. */
  ofOrganization(organizationId: string): Promise<readonly QueueRow[]>;
  queue(request: QueueRequest): Promise<QueuePage>;
  /** Facts of tickets opened since, in pages by ticket id. */
  factsSince(since: EpochMs, policyId: string, afterTicketId: string | null, limit: number): Promise<readonly Facts[]>;
  /** Judgements of all tickets, in pages by ticket id. */
  judgements(
    afterTicketId: string | null,
    limit: number,
  ): Promise<
    readonly {
      readonly ticketId: string;
      readonly judgement: Judgement;
      readonly organizationId: string | null;
      readonly openedAt: EpochMs;
    }[]
  >;
  /**
   * Adds an act once for its idempotency key, asks for a look, and audits it, in one transaction. `repeated`: it stands
   * there already; `other`: the key stands for another act, and nothing was added; `stale`: somebody else acted on the ticket
   since it was decided that this act may be, and nothing was added nor audited.
   */
  addAct(act: NewAct): Promise<'stored' | 'repeated' | 'other' | 'stale'>;
  /** Which of these state versions are known: for the reconciler. */
  known(ticketIds: readonly string[]): Promise<ReadonlyMap<string, KnownTicket>>;
  retryWriteBack(ticketId: string, by: Actor): Promise<boolean>;
}
/** What the reconciler compares with an exported ticket. */
export interface KnownTicket {
  /** Of the newest state that was read or told. */
  readonly updatedAt: EpochMs | null;
  readonly ended: boolean;
  /** As it was read last. */
  readonly ticket: ZendeskTicket | null;
  /** When a job was asked to write it since; null: none was. */
  readonly jobAt: EpochMs | null;
}
export interface NewAct {
  readonly ticketId: string;
  readonly event: ActEvent;
  readonly by: Actor;
  /** Two acts with one key are one act. */
  readonly key: string;
  readonly action: string;
  readonly detail: string | null;
  /** How many acts of the ticket were known when it was decided that this one may be. */
  readonly decidedOn: number;
}

/** Who acts: a claim of the page, or proven by Zendesk or a token. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: 'agent' | 'admin' | 'light_agent' | 'system';
  readonly proven: boolean;
}

export interface QueueRow extends QueueColumns {
  readonly ticketId: string;
  readonly policyId: string | null;
}
export interface QueueRequest {
  readonly first: number;
  /** The cursor of the last row seen; null: from the start. */
  readonly after: string | null;
  readonly policyId?: string | null;
  readonly tier?: string | null;
  readonly priority?: string | null;
  readonly level?: string | null;
  readonly owner?: string | null;
  readonly atRisk?: boolean | null;
  readonly breached?: boolean | null;
  readonly organizationId?: string | null;
  /** At least one: no tickets but theirs. */
  readonly organizationIds?: readonly string[];
}
export interface QueuePage {
  readonly rows: readonly QueueRow[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
  /** Counted when it is asked for: of a hundred thousand tickets it is the dearest part of a page. */
  readonly total: () => Promise<number>;
}

/** People and organizations of Zendesk, as last read. */
export interface Directory {
  users(ids: readonly string[]): Promise<readonly ZendeskUser[]>;
  organization(id: string): Promise<{ readonly organization: ZendeskOrganization; readonly readAt: EpochMs } | null>;
  /** Keeps people as a look read them, if the ticket is still `held`: nobody comes back who was erased meanwhile. */
  keepUsers(users: readonly ZendeskUser[], held: Pick<Claim, 'ticketId' | 'claimNumber'>): Promise<void>;
  keepOrganization(organization: ZendeskOrganization): Promise<void>;
}

export interface AuditEntry {
  readonly id: string;
  readonly at: EpochMs;
  readonly actor: string;
  readonly role: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string | null;
  readonly outcome: string;
}
export interface AuditLog {
  append(entry: Omit<AuditEntry, 'id' | 'at'>): Promise<void>;
  /** Newest first. */
  page(
    first: number,
    after: string | null,
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly more: boolean }>;
}

/** Small values that the sidecar remembers: the export's cursor, when it was installed, the default policy. */
export interface Settings {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  /** Sets it where it is not set; answers what holds then. */
  setOnce(name: string, value: string): Promise<string>;
}

/** One at a time over all replicas: `work` runs only where nobody else holds `name`; null: somebody does. */
export interface Exclusively {
  <T>(name: string, leaseMs: number, work: () => Promise<T>): Promise<{ readonly value: T } | null>;
}
