/** SIGTERM while requests come without a pause: who had asked before gets an answer. */
import { once } from 'node:events';
import type { Drill } from './drill.ts';
import type { Replica } from './process.ts';

export interface Stopped {
  readonly code: number | null;
  /** What came instead of an answer for deliveries that began before the signal: errors' codes. */
  readonly broken: readonly string[];
  /** Every other status than 200, 503, and a door that was closed. */
  readonly odd: readonly number[];
}

export interface Load {
  readonly ids: readonly number[];
  readonly atOnce: number;
  /** Answers after which the signal comes. */
  readonly after: number;
}

/** Sends over `atOnce` connections, stops the replica, and goes on until nobody listens. */
export async function stopUnderLoad(drill: Drill, replica: Replica, { ids, atOnce, after }: Load): Promise<Stopped> {
  const from = drill.history.lines.length;
  const enough = new EventTarget();
  const reached = once(enough, 'reached');
  let answers = 0;
  let isOver = false;
  const send = async (): Promise<void> => {
    for (let count = 0; !isOver; count++) {
      if ((await drill.sender.once(ids[count % ids.length] as number)) === 0) return;
      if (++answers === after) enough.dispatchEvent(new Event('reached'));
    }
  };
  const sending = Promise.all(Array.from({ length: atOnce }, send));
  await reached;
  const at = performance.now();
  const { code } = await drill.stop(replica);
  isOver = true;
  await sending;
  const lines = drill.history.lines.slice(from);
  const before = new Set(
    lines.flatMap((line) => (line.type === 'sent' && (line.monotonicMs ?? 0) < at ? [line.id] : [])),
  );
  const answered = lines.filter((line) => line.type === 'answered');
  return {
    code,
    broken: answered.filter(({ id, status }) => status === 0 && before.has(id)).map(({ body }) => body),
    odd: answered.map(({ status }) => status).filter((status) => ![0, 200, 503].includes(status)),
  };
}
