/** The worker: takes due tickets, looks at them, writes back, and sleeps until the next is due or somebody wakes it. */
import { asideWords } from './aside.ts';
import { createAtWork } from './at-work.ts';
import { isRefusedForGood, pauseAfter, readAgainAt } from './backoff.ts';
import { look } from './look.ts';
import type { LookOutcome } from './look.ts';
import type { LookPorts } from './look/ports.ts';
import { needOf } from './need.ts';
import type { Need } from './need.ts';
import type { DeliveryFailure } from './ports/failures.ts';
import type { Log } from './ports/others.ts';
import type { Agenda, Claim, Inbox, LookResult } from './ports/store.ts';
import { createGathering } from './gathering.ts';
import { settle } from './settle.ts';
import type { SettlePorts } from './settle.ts';
import { settleMany } from './settle-many.ts';
import { settlingOf } from './settle/settling.ts';
import type { Settling } from './settle/settling.ts';

export interface WorkerPorts extends LookPorts, SettlePorts {
  readonly agenda: Agenda;
  readonly inbox: Pick<Inbox, 'isCrowded'>;
  readonly log: Log;
  /** Names this process among the replicas. */
  readonly worker: string;
  /** Whether Zendesk refuses our credential: another replica may have one that it takes. */
  readonly isRefused?: () => boolean;
  /** Told of each look: unchanged, read, failed, lost or set_aside. */
  readonly observe?: (outcome: string) => void;
}

export interface Worker {
  /** Looks at one ticket now; null: another holds it, or Zendesk could not be asked. */
  lookNow(ticketId: string): Promise<LookOutcome | null>;
  /** Takes no further tickets from now on; what is under way goes on. */
  rest(): void;
  /** Ends after what is under way, at most `withinMs`; what is not finished is given back. */
  stop(withinMs: number): Promise<void>;
  /** True while nothing is under way. */
  isIdle(): boolean;
}

/** Short, because a dead worker's tickets wait for it; kept alive by a beat three times as fast. */
const LEASE_MS = 6_000;
/** How often it is asked whether a worker is gone. */
const GONE_MS = 1_500;
/** While one batch is written down the next is looked at. */
const AT_ONCE = 300;
const BATCH = 100;
const POLL_MS = 1_000;
/** While deliveries crowd in, so few looks are taken at a time, with this pause: no delivery waits behind many of them. */
const CROWDED_AT_ONCE = 4;
const CROWDED_MS = 250;
/** While our credential is refused, what is due is left to others for so long. */
const LEFT_MS = 5_000;
/** Of so few that are due together each breach is made sure of before it is told. */
const FEW = 20;
/** On whose third try it is looked at alone, when all else is written down: no other ticket dies with it. */
const ALONE = 3;
/** So many looks in a row that throw, or whose reading is refused for good, are no accident. */
const NO_ACCIDENT = 3;
/** Turns of the loop for which it waits to be alone; under a load that never ends it goes in between. */
const ALONE_WAITS = 50;
/**
 * One that died alone too is set aside, twice as long each time: its next try may end the process again. Shortly at first:
 * where processes are killed for other reasons it may be innocent.
 */
const ASIDE_MS = 5_000;
const ASIDE_MOST_MS = 60 * 60_000;

export function startWorker(ports: WorkerPorts): Worker {
  const { agenda, log, worker } = ports;
  const underWay = new Set<Promise<void>>();
  const suspects: Claim[] = [];
  let waited = 0;
  const atWork = createAtWork();
  let claiming = false;
  let stopped = false;
  let wakeUp: () => void = () => undefined;
  let isWoken = false;

  const stopListening = agenda.onWake(() => {
    isWoken = true;
    wakeUp();
  });
  const beat = setInterval(() => {
    // Only these: a claim whose work has failed must end, however much else is under way.
    const held = [...new Set([...atWork.tickets(), ...suspects.map(({ ticketId }) => ticketId)])];
    if (held.length > 0)
      void agenda
        .renew(worker, held, LEASE_MS)
        .catch((error: unknown) => log.warn({ err: error }, 'claims were not renewed'));
  }, LEASE_MS / 3);

  const watch = setInterval(freeGone, GONE_MS);
  freeGone();
  function freeGone(): void {
    void agenda.freeGone().then(
      (freed) => freed > 0 && log.warn({ tickets: freed }, 'a worker is gone; its tickets were taken up'),
      (error: unknown) => log.warn({ err: error }, 'nobody could be looked for'),
    );
  }

  function track(work: Promise<void>, tickets: readonly string[]): void {
    atWork.begin(tickets);
    const done = work
      // What a bug or a lost database leaves behind is due again when the lease ends.
      .catch((error: unknown) => log.error({ err: error }, 'work on a ticket failed'))
      .finally(() => {
        atWork.end(tickets);
        underWay.delete(done);
        wakeUp();
      });
    underWay.add(done);
  }

  /** Looks that need nothing from Zendesk are committed together; each of the others by itself, when it is ready. */
  async function handle(claims: readonly Claim[]): Promise<void> {
    const quick: { readonly claim: Claim; readonly need: Need }[] = [];
    for (const claim of claims) {
      if (claim.tries > ALONE) track(setAside(claim), [claim.ticketId]);
      else if (claim.tries === ALONE) suspects.push(claim);
      else {
        const need = await needOf(claim, ports);
        if (need === 'now') track(handleOne(claim), [claim.ticketId]);
        else quick.push({ claim, need });
      }
    }
    const outcomes = await Promise.all(quick.map(({ claim, need }) => guarded(claim, need, quick.length <= FEW)));
    await finish(outcomes);
  }
  async function handleOne(claim: Claim): Promise<void> {
    await finish([await guarded(claim, 'now')]);
  }
  async function readLater(claim: Claim, failure: DeliveryFailure): Promise<void> {
    log.info({ ticketId: claim.ticketId, failure: failure.kind, reason: failure.message }, 'a look has to wait');
    const retryAt = readAgainAt(failure, claim.failures + 1, claim.now, ports.random());
    if (claim.failures + 1 < NO_ACCIDENT || !isRefusedForGood(failure))
      await agenda.postpone(claim, retryAt, failure.message);
    else await agenda.setAside(claim, retryAt, asideWords(`Zendesk refuses its reading: ${failure.message}`));
  }
  /** A look that throws is a bug: its ticket waits, the others go on. */
  async function guarded(claim: Claim, need: Need, fewDue = true): Promise<LookResult | null> {
    try {
      const outcome = await look(claim, ports, need, fewDue);
      observe(outcome);
      if (outcome.kind === 'looked') return outcome.result;
      await readLater(claim, outcome.failure);
    } catch (error) {
      ports.observe?.('failed');
      log.error({ err: error, ticketId: claim.ticketId, tries: claim.tries }, 'a look failed');
      const retryAt = claim.now + pauseAfter(claim.failures + 1, ports.random());
      if (claim.failures + 1 < NO_ACCIDENT) await agenda.postpone(claim, retryAt, 'INTERNAL');
      else await agenda.setAside(claim, retryAt, asideWords('its looks fail'));
    }
    return null;
  }
  function observe(outcome: LookOutcome): void {
    if (outcome.kind === 'failed') ports.observe?.('failed');
    else ports.observe?.(outcome.wasRead ? 'read' : 'unchanged');
  }
  /** By chance, so that one that ends the process is not always the first. */
  function handleSuspect(): void {
    if (suspects.length === 0) return;
    const isBusy = underWay.size > 0 || !gathering.isEmpty();
    if (isBusy && ++waited < ALONE_WAITS) return;
    waited = 0;
    const [claim] = suspects.splice(Math.floor(ports.random() * suspects.length), 1);
    if (claim !== undefined) track(handleAlone(claim), [claim.ticketId]);
  }
  async function handleAlone(claim: Claim): Promise<void> {
    if (await agenda.begin(claim)) await handleOne(claim);
  }
  async function setAside(claim: Claim): Promise<void> {
    ports.observe?.('set_aside');
    log.error({ ticketId: claim.ticketId, tries: claim.tries }, 'set aside: its looks do not come to an end');
    const pause = Math.min(ASIDE_MOST_MS, ASIDE_MS * 2 ** claim.failures);
    await agenda.setAside(claim, claim.now + pause, asideWords('its looks do not come to an end'));
  }

  async function finish(results: readonly (LookResult | null)[]): Promise<void> {
    const looked = results.filter((result) => result !== null);
    const committed = await agenda.commitLooks(looked);
    for (const result of looked) {
      if (!committed.has(result.claim.ticketId)) ports.observe?.('lost');
      const next = committed.has(result.claim.ticketId) ? settlingOf(result) : null;
      if (next !== null) gathering.add(next);
    }
  }

  const gathering = createGathering(atWork, (alone, groups) => {
    for (const one of alone) track(settleOne(one), [one.claim.ticketId]);
    for (const group of groups) track(settleAll(group), ticketsOf(group.map(({ claim }) => claim)));
  });
  async function settleOne(one: Settling): Promise<void> {
    await agenda.commitSettles([await settle(one, ports)]);
  }
  async function settleAll(group: readonly Settling[]): Promise<void> {
    await agenda.commitSettles(await settleMany(group, ports));
  }

  async function claim(atOnce: number): Promise<readonly Claim[]> {
    const room = Math.min(BATCH, atOnce - atWork.count());
    if (room <= 0) return [];
    claiming = true;
    try {
      return await agenda.claim(worker, room, LEASE_MS, ports.isRefused?.() === true ? LEFT_MS : 0);
    } finally {
      claiming = false;
    }
  }
  async function run(): Promise<void> {
    let trouble: string | null = null;
    while (!stopped) {
      isWoken = false;
      let claims: readonly Claim[] = [];
      try {
        const isCrowded = ports.inbox.isCrowded();
        claims = await claim(isCrowded ? CROWDED_AT_ONCE : AT_ONCE);
        if (trouble !== null) log.info({}, 'the database answers again');
        trouble = null;
        if (claims.length > 0) track(handle(claims), ticketsOf(claims));
        handleSuspect();
        if (ports.isRefused?.() === true) await new Promise((resume) => setTimeout(resume, POLL_MS));
        else if (isCrowded) await new Promise((resume) => setTimeout(resume, CROWDED_MS));
        else if (claims.length === 0) await sleep(atWork.count() < AT_ONCE ? await agenda.nextDueIn() : null);
      } catch (error) {
        // Each cause once, not each second: another one must not hide behind the first.
        if (trouble !== String(error)) log.warn({ err: error }, 'the database does not answer');
        trouble = String(error);
        await sleep(null);
      }
    }
  }
  function sleep(dueIn: number | null): Promise<void> {
    if (isWoken || stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, Math.min(dueIn ?? POLL_MS, POLL_MS)));
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function lookHere(ticketId: string): Promise<LookOutcome | null> {
    const claim = await agenda.claimOne(worker, ticketId, LEASE_MS);
    if (claim === null) return null;
    // Whoever only asks must not end the process: such a ticket waits for its turn alone.
    if (claim.tries >= ALONE) {
      await agenda.giveBack(claim);
      const message = claim.row.writeBack.lastError ?? asideWords('its looks did not come to an end');
      return { kind: 'failed', failure: { kind: 'unavailable', message } };
    }
    atWork.begin([ticketId]);
    try {
      const outcome = await look(claim, ports, await needOf(claim, ports));
      observe(outcome);
      if (outcome.kind === 'looked') await finish([outcome.result]);
      else await readLater(claim, outcome.failure);
      return outcome;
    } finally {
      atWork.end([ticketId]);
    }
  }
  const running = run();
  function rest(): void {
    stopped = true;
    gathering.hurry();
    wakeUp();
  }
  return {
    lookNow: (ticketId) =>
      lookHere(ticketId).catch((error: unknown) => {
        log.error({ err: error, ticketId }, 'a look that was asked for failed');
        throw error;
      }),
    isIdle: () => atWork.count() + suspects.length === 0 && !claiming,
    rest,
    async stop(withinMs) {
      rest();
      stopListening();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
      const done = (async () => {
        await running;
        while (underWay.size > 0 || !gathering.isEmpty())
          await (underWay.size > 0 ? Promise.race(underWay) : new Promise((next) => setTimeout(next, 5)));
      })();
      await Promise.race([done, late]);
      clearTimeout(timer);
      gathering.close();
      clearInterval(beat);
      clearInterval(watch);
      await agenda.release(worker);
    },
  };
}

function ticketsOf(claims: readonly Claim[]): readonly string[] {
  return claims.map(({ ticketId }) => ticketId);
}
