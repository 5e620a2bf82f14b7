/** A stop that breaks no request: who has asked gets an answer, and each connection a last one that says so. */
import { Server, type Socket } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { refuse } from './refusals.ts';

/** Longest time, in ms, that the server still listens, and that silent connections are then left open. */
const LISTEN_FOR = 500;
const LEAVE_OPEN_FOR = 500;
/** Until then what has begun is answered, else refused: an orderly stop takes nine seconds at most. */
const ANSWER_WITHIN = 6_000;
/** Seconds after which Zendesk repeats a refused webhook: then the next process is there. */
const COME_BACK_AFTER = 5;

/**
 * Turns of the loop and ms in which nobody comes, and how long, in ms, they are waited for. Each turn lets in one of those
 * who knock; whoever was answered a moment ago comes again within the pause.
 */
const QUIET_TURNS = 3;
const QUIET_FOR = 100;
const QUIET_WITHIN = 3_000;

/**
 * From `close()` on every answer says `Connection: close`. The server stops listening when all have gone, or soon after:
 * who comes then is let in, so that nobody is left before a closed door, and refused once it is closed, so that none of
 * them knocks again before.
 */
export function drainBeforeClose(server: FastifyInstance): void {
  const open = new Set<Socket>();
  const unanswered = new Set<FastifyReply>();
  const held = new Set<FastifyReply>();
  let arrived = 0;
  let stoppedAt = Infinity;
  let door: 'open' | 'closing' | 'closed' = 'open';
  let change = (): void => undefined;
  const since = (): number => performance.now() - stoppedAt;

  server.server.on('connection', (socket: Socket) => {
    arrived += 1;
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      if (open.size === 0) change();
    });
  });
  server.addHook('onRequest', (request, reply, done) => {
    arrived += 1;
    unanswered.add(reply);
    reply.raw.once('close', () => {
      unanswered.delete(reply);
      held.delete(reply);
      if (unanswered.size === 0) change();
    });
    if (door === 'open') {
      done();
      return;
    }
    request.raw.resume(); // a connection that is closed with something unread is broken
    if (door === 'closing') held.add(reply);
    else turnAway(reply);
  });
  // Fastify says it to requests that come while it closes, not to those that it was at work on.
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (stoppedAt !== Infinity) reply.header('connection', 'close');
    done();
  });

  async function until(isSo: () => boolean, withinMs: number): Promise<void> {
    const end = performance.now() + withinMs;
    while (!isSo() && performance.now() < end) {
      const changed = new Promise<void>((resolve) => (change = resolve));
      const timer = setTimeout(() => change(), end - performance.now());
      await changed;
      clearTimeout(timer);
    }
  }
  const untilAllGone = (withinMs: number): Promise<void> => until(() => open.size === 0, withinMs);
  /** What still waits for the loop when a door or a connection is closed would be broken. */
  async function untilNobodyComes(withinMs: number): Promise<void> {
    const end = performance.now() + withinMs;
    let before = arrived;
    let quietSince = performance.now();
    for (let quiet = 0; performance.now() < end; quiet++) {
      if (quiet >= QUIET_TURNS && (open.size === 0 || performance.now() - quietSince >= QUIET_FOR)) return;
      const isAtWork = unanswered.size > held.size;
      await (isAtWork ? pause(1) : turn());
      if (arrived === before && !isAtWork) continue;
      before = arrived;
      quiet = 0;
      quietSince = performance.now();
    }
  }
  async function untilAllAnswered(): Promise<void> {
    do {
      await until(() => unanswered.size === 0, ANSWER_WITHIN - since());
      for (const reply of unanswered) if (!reply.sent) turnAway(reply);
      await untilNobodyComes(Math.min(QUIET_WITHIN, ANSWER_WITHIN - since()));
    } while (unanswered.size > 0 && since() < ANSWER_WITHIN);
  }

  server.addHook('preClose', async () => {
    stoppedAt = performance.now();
    await untilAllGone(LISTEN_FOR);
    door = 'closing';
    await untilNobodyComes(QUIET_WITHIN);
    // The door alone: HTTP's own `close` would break every connection that has no request at this instant.
    if (server.server.listening) Server.prototype.close.call(server.server);
    door = 'closed';
    for (const reply of held) turnAway(reply);
    await untilAllAnswered();
    await untilAllGone(LEAVE_OPEN_FOR);
    await untilAllAnswered();
    // Who has been silent all the time: HTTP would leave open those that never asked until the process is gone.
    for (const socket of open) socket.end();
  });
}

function turnAway(reply: FastifyReply): void {
  refuse(reply.header('retry-after', COME_BACK_AFTER).header('connection', 'close'), 'UNAVAILABLE');
}
