/** Kills replicas at random moments under a steady flow of changes, and starts each again. The seed is printed. */
import { setTimeout as pause } from 'node:timers/promises';
import type { DatabaseKind } from './databases.ts';
import { startDrill, type Drill } from './drill.ts';

export interface Killing {
  readonly kind: DatabaseKind;
  readonly databaseUrl: string | null;
  readonly kills: number;
  /** So many change at one time. */
  readonly tickets: number;
  readonly seed?: number;
}

/** After so many another ticket takes its place: Zendesk takes 30 updates of one in ten minutes, ours among them. */
const CHANGES = 8;

/** Resolves after the last kill, with a replica running and all changes delivered. */
export async function killAtRandom({
  kind,
  databaseUrl,
  kills,
  tickets,
  seed = Date.now() % 1_000_000,
}: Killing): Promise<Drill> {
  process.stdout.write(`${kind}: ${String(kills)} kills, seed ${String(seed)}\n`);
  const drill = await startDrill({ name: `kills-${kind}`, databaseUrl, seed });
  try {
    const replicas = kind === 'embedded' ? 1 : 2;
    for (let count = 0; count < replicas; count++) await drill.start();
    const ids = Array.from({ length: tickets }, () => drill.open());
    let done = false;
    const changes = new Map<number, number>();
    const flow = async (): Promise<void> => {
      for (let count = 0; !done || count < ids.length * 2; count++) {
        const place = count % ids.length;
        let id = ids[place] as number;
        if (count >= ids.length && drill.random() < 0.5) {
          if ((changes.get(id) ?? 0) >= CHANGES) ids[place] = id = drill.open();
          changes.set(id, (changes.get(id) ?? 0) + 1);
          drill.change(id);
        }
        await drill.sender.deliver(id, 120_000);
        await pause(Math.floor(drill.random() * 20));
      }
    };
    const flows = Promise.all([flow(), flow(), flow()]);
    flows.catch(() => undefined); // told below, when it is waited for
    for (let count = 0; count < kills; count++) {
      await pause(Math.floor(drill.random() * 400));
      const victim = drill.replicas[Math.floor(drill.random() * drill.replicas.length)];
      if (victim === undefined) throw new Error('no replica runs');
      await drill.kill(victim);
      drill.history.add({ type: 'kill' });
      await drill.start();
      if (kills >= 50 && (count + 1) % 20 === 0) process.stdout.write(`${kind}: ${String(count + 1)} kills\n`);
    }
    done = true;
    await flows;
    return drill;
  } catch (error) {
    await drill.close();
    throw error;
  }
}
