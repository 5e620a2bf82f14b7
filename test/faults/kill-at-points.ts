/** Kills a test build of the sidecar at named points, one after the other; each next process finds what the last one left. */
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Drill } from './drill.ts';
import { POINTS } from './fault-points.ts';
import { launch } from './process.ts';

const BUILD = resolve(import.meta.dirname, 'fault-points.ts');

/** Points that are passed only by a process that starts on an empty database. */
const STARTING: readonly string[] = ['migrating', 'activating'];
/** Points on the way of an event. */
export const WORKING: readonly string[] = Object.keys(POINTS).filter((name) => !STARTING.includes(name));

/** Kills it while it starts, at the `nth` passing of the point. Throws when the point was never reached. */
export async function killWhileStarting(drill: Drill, point: string, nth: number): Promise<void> {
  const broken = await launch({
    imports: [BUILD],
    environment: { ...drill.environment, FAULT_POINT: `${point}:${String(nth)}` },
  });
  await broken.ended;
  if (!broken.output().includes(`fault point ${point} reached`)) throw new Error(broken.output());
  drill.history.add({ type: 'kill' });
}

/** Starts it, has three tickets opened and delivered, and waits for its end at the point. Ends with a whole one running. */
export async function killAtPoints(drill: Drill, points: readonly string[], nth: number): Promise<void> {
  const deliveries: Promise<void>[] = [];
  for (const point of points) {
    const replica = await drill.start({
      imports: [BUILD],
      environment: { FAULT_POINT: `${point}:${String(nth)}` },
      mayEnd: true,
    });
    // What is not taken before the end is delivered to the next process.
    for (let count = 0; count < 3; count++) deliveries.push(drill.sender.deliver(drill.open(), 120_000));
    const ended = replica.ended.then(() => true);
    for (let turn = 0; !(await Promise.race([ended, pause(2_000, false)])); turn++) {
      if (turn === 60) throw new Error(`fault point ${point} was never reached`);
      deliveries.push(drill.sender.deliver(drill.open(), 120_000));
    }
    if (!replica.output().includes(`fault point ${point} reached`)) throw new Error(replica.output());
    drill.history.add({ type: 'kill' });
  }
  await drill.start();
  await Promise.all(deliveries);
}
