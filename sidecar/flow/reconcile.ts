/**
 * Reconcile: webhooks are hints, the incremental export is the truth. Follows the cursor, so that after any outage every
 * ticket that changed is looked at, and those deleted, merged or closed end.
 */
import { sameValue } from '#core/facts/field-values.ts';
import type { EpochMs } from '#core/facts/facts.ts';
import type { ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import type { DeliveryFailure } from './ports/failures.ts';
import type { Clock, Log } from './ports/others.ts';
import type { Agenda, Exclusively, Settings, Tickets } from './ports/store.ts';
import type { ExportedTicket, Zendesk } from './ports/zendesk.ts';

export interface ReconcilePorts {
  readonly zendesk: Zendesk;
  readonly agenda: Agenda;
  readonly tickets: Tickets;
  readonly settings: Settings;
  readonly exclusively: Exclusively;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
}

const CURSOR = 'export.cursor';
/** When the page before the cursor was asked for: from here it is read again should the cursor be lost. */
const READ_AT = 'export.read_at';
/** How often pages refused the cursor. */
const REFUSED = 'export.refused';
const REFUSALS = 5;
const INSTALLED_AT = 'installed_at';
const EVERY_MS = 60_000;
/** Zendesk leaves the last minute out and refuses a start in it. */
const START_BACK_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
const LEASE_MS = 15_000;
const STOPS_WITHIN_MS = 1_000;
/** Zendesk allows 10 pages a minute; a fifth stays free. */
const PAGES = 8;

/** A job's writes are stamped within so long after it was asked for; later ones are read. */
const JOB_MS = 5_000;

export type Reconciled =
  | { readonly kind: 'followed'; readonly pages: number; readonly asked: number; readonly atEnd: boolean }
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAt: EpochMs | null }
  /** Another replica follows the export now. */
  | { readonly kind: 'elsewhere' };

/** Reads what changed since the saved cursor and asks for looks. The cursor is saved after the looks are asked for. */
export async function reconcile(ports: ReconcilePorts, isStopped = (): boolean => false): Promise<Reconciled> {
  const held = await ports.exclusively('export', LEASE_MS, () => follow(ports, isStopped));
  return held?.value ?? { kind: 'elsewhere' };
}

async function follow(ports: ReconcilePorts, isStopped: () => boolean): Promise<Reconciled> {
  let asked = 0;
  for (let pages = 1; ; pages++) {
    const cursor = await ports.settings.get(CURSOR);
    const now = await ports.clock.now();
    const answer = await (cursor === null ? begin(ports, now) : ports.zendesk.exportTickets({ cursor }));
    if (!answer.ok) {
      const { failure } = answer;
      // A cursor that Zendesk no longer takes is given up for an instant: more looks, nothing lost.
      if (cursor !== null && (await isGivenUp(failure, cursor, ports))) await restart(ports, now);
      const retryAt = failure.kind === 'rate_limited' ? failure.retryAt : null;
      return { kind: 'failed', reason: `${failure.kind}: ${failure.message}`, retryAt };
    }
    const { tickets, cursor: next, endOfStream } = answer.value;
    const changed = await changedOf(tickets, ports.tickets);
    await ports.agenda.ask(changed, { mustRead: true });
    if (next !== null) await ports.settings.set(CURSOR, next);
    // A page that ends short of now says nothing of later: the stream's end does.
    if (endOfStream) await ports.settings.set(READ_AT, String(now));
    asked += changed.length;
    if (endOfStream || next === null || pages >= PAGES || isStopped())
      return { kind: 'followed', pages, asked, atEnd: endOfStream };
  }
}

/** Zendesk refuses a start that is too recent for its own clock; ours may be ahead of it. */
async function begin(ports: ReconcilePorts, now: EpochMs): ReturnType<Zendesk['exportTickets']> {
  const startTime = (await readUntil(ports, now)) - START_BACK_MS;
  const answer = await ports.zendesk.exportTickets({ startTime });
  if (answer.ok || answer.failure.kind !== 'invalid') return answer;
  return ports.zendesk.exportTickets({ startTime: startTime - DAY_MS });
}

/** A page may come from something in between that will be gone again: only one that stays is believed. */
async function isGivenUp(failure: DeliveryFailure, cursor: string, { settings }: ReconcilePorts): Promise<boolean> {
  if (failure.kind === 'invalid' || failure.kind === 'gone') return true;
  if (failure.kind !== 'unavailable' || failure.refused !== true) return false;
  const [times, of] = ((await settings.get(REFUSED)) ?? '').split(' ', 2);
  const refused = of === cursor ? Number(times) + 1 : 1;
  await settings.set(REFUSED, `${String(refused % REFUSALS)} ${cursor}`);
  return refused === REFUSALS;
}

/** From where the stream was last read to its end, however long ago; at least a day back. */
async function restart(ports: ReconcilePorts, now: EpochMs): Promise<void> {
  const startTime = Math.min(now - DAY_MS, (await readUntil(ports, now)) - START_BACK_MS);
  const answer = await ports.zendesk.exportTickets({ startTime });
  if (answer.ok) {
    await ports.agenda.ask(await changedOf(answer.value.tickets, ports.tickets), { mustRead: true });
    const { cursor } = answer.value;
    if (cursor !== null) await ports.settings.set(CURSOR, cursor);
  }
}

/** When the stream's end was last reached; never yet: when the sidecar was installed, however long that was alone. */
async function readUntil({ settings }: ReconcilePorts, now: EpochMs): Promise<EpochMs> {
  return Number((await settings.get(READ_AT)) ?? (await settings.get(INSTALLED_AT)) ?? now);
}

/** Tickets that show something that we have not seen: known ones by their update, closed ones only while they are not ended. */
async function changedOf(exported: readonly ExportedTicket[], tickets: Tickets): Promise<readonly string[]> {
  if (exported.length === 0) return [];
  const known = await tickets.known([...new Set(exported.map(({ id }) => id))]);
  // A page may show a ticket twice, and its older state after the newer: any of them may tell something.
  const telling = exported
    .filter((ticket) => {
      const row = known.get(ticket.id);
      const isOver = ticket.status === 'closed' || ticket.status === 'deleted';
      if (row === undefined) return !isOver;
      if (isOver) return !row.ended;
      const isSame = row.ticket !== null && showsSame(ticket, row.ticket);
      // As a job of ours left it, at about the time when that was asked for: a reading would tell nothing new.
      if (isSame && row.jobAt !== null && ticket.updatedAt <= row.jobAt + JOB_MS) return false;
      if (row.ended || row.updatedAt === null || row.updatedAt < ticket.updatedAt) return true;
      // Zendesk tells seconds: a second change within the one that was read shows only in the ticket itself.
      return row.updatedAt === ticket.updatedAt && !isSame;
    })
    .map(({ id }) => id);
  return [...new Set(telling)];
}

/** Whether two states of a ticket are alike in everything that is judged; a comment cannot be seen here. */
function showsSame(exported: ZendeskTicket, seen: ZendeskTicket): boolean {
  const numbers = new Set([...Object.keys(exported.fields), ...Object.keys(seen.fields)]);
  return (
    exported.status === seen.status &&
    exported.priority === seen.priority &&
    exported.type === seen.type &&
    exported.organizationId === seen.organizationId &&
    exported.requesterId === seen.requesterId &&
    exported.rating === seen.rating &&
    exported.tags.toSorted().join(' ') === seen.tags.toSorted().join(' ') &&
    [...numbers].every((number) => sameValue(exported.fields[number] ?? null, seen.fields[number] ?? null))
  );
}

/**
 * Follows the export every minute, at once while there is more. Its end waits for the page under way, not long: the
 * cursor is saved after each page, so that one that is given up is read again.
 */
export function startReconciling(ports: ReconcilePorts): { stop(withinMs?: number): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  async function once(): Promise<void> {
    let wait = EVERY_MS;
    try {
      const result = await reconcile(ports, () => stopped);
      if (result.kind === 'followed') {
        if (!result.atEnd) wait = EVERY_MS / 2;
        if (result.asked > 0) ports.log.info({ asked: result.asked, pages: result.pages }, 'reconciled');
      }
      if (result.kind === 'failed') ports.log.warn({ reason: result.reason }, 'the export cannot be followed now');
    } catch (error) {
      ports.log.warn({ err: error }, 'the export cannot be followed now');
    }
    // Replicas that start together do not ask together for ever.
    if (!stopped) timer = setTimeout(again, wait * (0.9 + ports.random() / 5));
  }
  function again(): void {
    running = once();
  }
  again();
  return {
    async stop(withinMs = STOPS_WITHIN_MS) {
      stopped = true;
      clearTimeout(timer);
      let late: NodeJS.Timeout | undefined;
      await Promise.race([running, new Promise((resolve) => (late = setTimeout(resolve, withinMs)))]);
      clearTimeout(late);
    },
  };
}
