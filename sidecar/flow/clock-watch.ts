/** Whether the database's clock, by which everything falls due, goes as Zendesk's does: the date of each answer shows it. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { Log } from './ports/others.ts';

export interface ClockWatch {
  /** Told of every answer that says its date, to the second; it took so many ms and has just come. Changes nothing else. */
  told(date: EpochMs, tookMs: number): void;
  /** By how many ms the database's clock is ahead (negative: behind), as the last answers agree; null: nothing is known yet. */
  offset(): number | null;
}

/** Beyond this, in ms, it is told: promises are counted in minutes, and signatures are taken five minutes long. */
export const CLOCKS_DIFFER_MS = 60_000;
/** One odd answer, e.g. of something in between, says nothing: so many must. */
const ANSWERS = 3;
/** A date has whole seconds: any instant of its second may be meant. */
const SECOND = 1_000;

/** `now`: the database's clock; null: it was not heard yet. */
export function createClockWatch(now: () => EpochMs | null, log: Log): ClockWatch {
  const last: number[] = [];
  let isTold = false;

  /** Of the last answers the one that says least. */
  function offset(): number | null {
    if (last.length < ANSWERS) return null;
    return last.reduce((least, each) => (Math.abs(each) < Math.abs(least) ? each : least));
  }
  return {
    offset,
    told(date, tookMs) {
      const come = now();
      if (come === null || !Number.isFinite(date)) return;
      last.push(between(come - tookMs - (date + SECOND), come - date));
      if (last.length > ANSWERS) last.shift();
      const differ = clocksDiffer(offset());
      if (differ === isTold) return;
      isTold = differ;
      const fields = { aheadSeconds: Math.round((offset() ?? 0) / SECOND) };
      if (differ) log.warn(fields, "the database's clock and Zendesk's differ: timers fire at the wrong instants");
      else log.info(fields, "the database's clock and Zendesk's agree again");
    },
  };
}

/** The least that explains an answer whose offset lies between the two. */
function between(low: number, high: number): number {
  return low > 0 ? low : Math.min(high, 0);
}

export function clocksDiffer(offsetMs: number | null): boolean {
  return offsetMs !== null && Math.abs(offsetMs) > CLOCKS_DIFFER_MS;
}
