/** Steady traffic: so many a second, whether or not the last was answered; and what the slowest of a hundred waited. */
import { setTimeout as pause } from 'node:timers/promises';

export interface Steady {
  /** How long each waited for its answer, in ms. */
  readonly waits: readonly number[];
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** Calls `send` at this pace until `ended`, then waits for the answers that are still out. A machine that stalls makes up for it. */
export async function steadily(
  perSecond: number,
  ended: Promise<unknown>,
  send: () => Promise<number>,
): Promise<Steady> {
  const waits: number[] = [];
  const statuses: Record<string, number> = {};
  const out = new Set<Promise<void>>();
  let isOver = false;
  const over = ended.finally(() => (isOver = true));
  async function once(): Promise<void> {
    const from = performance.now();
    const status = await send();
    waits.push(performance.now() - from);
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  const begin = performance.now();
  for (let sent = 0; !isOver;) {
    for (; sent < ((performance.now() - begin) / 1_000) * perSecond; sent++) {
      const one = once().finally(() => out.delete(one));
      out.add(one);
    }
    await pause(5);
  }
  await over;
  await Promise.all(out);
  return { waits, statuses };
}

/** In ms; NaN where nothing was sent. */
export function p99({ waits }: Steady): number {
  return waits.toSorted((one, other) => one - other)[Math.floor(waits.length * 0.99)] ?? NaN;
}

/** In ms. */
export function longest({ waits }: Steady): number {
  return Math.max(...waits);
}
