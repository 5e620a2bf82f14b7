/** Clients that hold a connection and hardly use it: silent, a byte of a header now and then, a byte of a body each second. */
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface SlowKind {
  readonly clients: number;
  /** Sent at once. */
  readonly begin: string;
  /** Sent again and again, one byte at a time; empty: nothing is. */
  readonly drip: string;
  readonly everyMs: number;
}

export interface Held {
  /** How long each connection lasted, in ms, the longest last. */
  readonly lasted: readonly number[];
  /** What they were told before it was closed, by status line. */
  readonly told: Readonly<Record<string, number>>;
  /** One whole answer. */
  readonly answer: string;
}

/** Connections opened at one time, with a pause, in ms: that this process opens and closes thousands must not hold up its good traffic. */
const AT_ONCE = 10;
const PAUSE = 25;

/** Opens them all and resolves when the server has closed each. Those that it leaves open are given up after `withinMs`. */
export async function holdConnections(port: number, kind: SlowKind, withinMs: number): Promise<Held> {
  const ends: Promise<{ readonly lasted: number; readonly text: string }>[] = [];
  for (let count = 0; count < kind.clients; count++) {
    ends.push(hold(port, kind, withinMs));
    if (count % AT_ONCE === AT_ONCE - 1) await pause(PAUSE);
  }
  const all = await Promise.all(ends);
  const told: Record<string, number> = {};
  for (const { text } of all) {
    const line = text.split('\r\n', 1)[0] ?? '';
    told[line] = (told[line] ?? 0) + 1;
  }
  return {
    lasted: all.map(({ lasted }) => lasted).toSorted((one, other) => one - other),
    told,
    answer: all.find(({ text }) => text !== '')?.text ?? '',
  };
}

function hold(
  port: number,
  { begin, drip, everyMs }: SlowKind,
  withinMs: number,
): Promise<{ readonly lasted: number; readonly text: string }> {
  return new Promise((resolve) => {
    let from = performance.now();
    let sent = 0;
    let text = '';
    let dripping: NodeJS.Timeout | undefined;
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      from = performance.now();
      socket.write(begin);
      if (drip !== '') dripping = setInterval(() => socket.write(drip.charAt(sent++ % drip.length)), everyMs);
    });
    const giveUp = setTimeout(() => socket.destroy(), withinMs);
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    socket.on('error', () => undefined); // a byte that was under way when the server closed
    socket.once('close', () => {
      clearInterval(dripping);
      clearTimeout(giveUp);
      resolve({ lasted: performance.now() - from, text });
    });
  });
}
