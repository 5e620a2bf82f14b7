/** A port for a server that a test starts as another process. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the range from which systems take the ports of outgoing connections: nobody gets it by chance in the meantime. */
const FIRST = 12_000;
const COUNT = 20_000;

let next = Math.floor(Math.random() * COUNT);

/** A port of 127.0.0.1 that nobody listens at now, and that this process gave to nobody before. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < COUNT; tries++) {
    const port = FIRST + (next++ % COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error('no port is free');
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  const free = await new Promise<boolean>((answer) => {
    probe.once('error', () => answer(false));
    probe.listen(port, '127.0.0.1', () => answer(true));
  });
  if (!free) return false;
  const closed = once(probe, 'close');
  probe.close();
  await closed;
  return true;
}
