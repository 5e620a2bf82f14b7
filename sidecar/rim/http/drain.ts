/** A stop that breaks no request: open connections are served on for a moment, and each gets a last answer that says so. */
import { Server, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** Longest time, in ms, that the server still listens, and that silent connections are then left open. */
const LISTEN_FOR = 500;
const LEAVE_OPEN_FOR = 500;

/** Turns of the loop in which nobody comes, and how long, in ms, they are waited for: each lets in one who knocked while it was busy. */
const QUIET_TURNS = 3;
const QUIET_WITHIN = 1_000;

/** From `close()` on every answer says `Connection: close`. The server stops listening when all have gone, or soon after. */
export function drainBeforeClose(server: FastifyInstance): void {
  const open = new Set<Socket>();
  let arrived = 0;
  let stopping = false;
  let allGone = (): void => undefined;
  server.server.on('connection', (socket: Socket) => {
    arrived += 1;
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      if (open.size === 0) allGone();
    });
  });
  // Fastify says it to requests that come while it closes, not to those that it was at work on.
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (stopping) reply.header('connection', 'close');
    done();
  });
  async function untilAllGone(withinMs: number): Promise<void> {
    if (open.size === 0) return;
    const gone = new Promise<void>((resolve) => (allGone = resolve));
    const timer = setTimeout(() => allGone(), withinMs);
    await gone;
    clearTimeout(timer);
  }
  /** A connection that still waits for the loop when the door closes would be broken. */
  async function untilNobodyKnocks(): Promise<void> {
    const until = performance.now() + QUIET_WITHIN;
    for (let quiet = 0; quiet < QUIET_TURNS && performance.now() < until;) {
      const before = arrived;
      await turn();
      quiet = arrived === before ? quiet + 1 : 0;
    }
  }
  server.addHook('preClose', async () => {
    stopping = true;
    await untilAllGone(LISTEN_FOR);
    await untilNobodyKnocks();
    // The door alone: HTTP's own `close` would break every connection that has no request at this instant.
    if (server.server.listening) Server.prototype.close.call(server.server);
    await untilAllGone(LEAVE_OPEN_FOR);
  });
}
