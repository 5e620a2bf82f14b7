/** The worker's rounds: take what is due, begin with it, and sleep until there is more. */
import type { Log } from '../ports/others.ts';
import type { Agenda, Claim, Inbox } from '../ports/store.ts';
import type { AtWork } from './at-work.ts';
import { LEASE_MS } from './leases.ts';
import type { Looks } from './looks.ts';
import { createOutage } from './outage.ts';
import { pause, POLL_MS } from './sleep.ts';
import type { Sleep } from './sleep.ts';

export interface RoundPorts {
  readonly agenda: Pick<Agenda, 'claim' | 'nextDueIn'>;
  readonly inbox: Pick<Inbox, 'isCrowded'>;
  readonly log: Log;
  /** Names this process among the replicas. */
  readonly worker: string;
  /** Whether Zendesk refuses our credential: another replica may have one that it takes. */
  readonly isRefused?: () => boolean;
}

export interface Rounds {
  /** True while it takes tickets. */
  isClaiming(): boolean;
  /** No round begins from now on. */
  rest(): void;
  /** Resolves once it rests and the last round is over. */
  readonly ended: Promise<void>;
}

/** While one batch is written down the next is looked at. */
const AT_ONCE = 300;
const BATCH = 100;
/** While deliveries crowd in, so few looks are taken at a time, with this pause: no delivery waits behind many of them. */
const CROWDED_AT_ONCE = 4;
const CROWDED_MS = 250;
/** While our credential is refused, what is due is left to others for so long. */
const LEFT_MS = 5_000;

/** Begins at once. */
export function startRounds(ports: RoundPorts, sleep: Sleep, atWork: Pick<AtWork, 'count'>, looks: Looks): Rounds {
  const { agenda } = ports;
  const outage = createOutage(ports.log);
  const isRefused = (): boolean => ports.isRefused?.() === true;
  let isClaiming = false;
  let isResting = false;

  async function claim(atOnce: number): Promise<readonly Claim[]> {
    const room = Math.min(BATCH, atOnce - atWork.count());
    if (room <= 0) return [];
    isClaiming = true;
    try {
      return await agenda.claim(ports.worker, room, LEASE_MS, isRefused() ? LEFT_MS : 0);
    } finally {
      isClaiming = false;
    }
  }
  async function round(): Promise<void> {
    const isCrowded = ports.inbox.isCrowded();
    const claims = await claim(isCrowded ? CROWDED_AT_ONCE : AT_ONCE);
    outage.isOver();
    if (claims.length > 0) looks.take(claims);
    looks.takeSuspect();
    if (isRefused()) await pause(POLL_MS);
    else if (isCrowded) await pause(CROWDED_MS);
    else if (claims.length === 0) await sleep.sleep(atWork.count() < AT_ONCE ? await agenda.nextDueIn() : null);
  }
  async function run(): Promise<void> {
    while (!isResting) {
      sleep.arm();
      try {
        await round();
      } catch (error) {
        outage.is(error);
        await sleep.sleep(null);
      }
    }
  }
  return {
    isClaiming: () => isClaiming,
    rest() {
      isResting = true;
      sleep.wake();
    },
    ended: run(),
  };
}
