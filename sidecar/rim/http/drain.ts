/** A stop that breaks no request: who has asked gets an answer, and each connection a last one that says so. */
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { Server, type Socket } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { refuseBare } from './bare.ts';
import { createUnanswered } from './unanswered.ts';

/** Longest time, in ms, that the server still listens, and that silent connections are then left open. */
const LISTEN_FOR = 500;
const LEAVE_OPEN_FOR = 500;
/** Until then what has begun is answered, else refused: an orderly stop takes nine seconds at most. */
const ANSWER_WITHIN = 6_000;
/** Seconds after which Zendesk repeats a refused webhook: then the next process is there. */
const COME_BACK_AFTER = '5';

/**
 * Turns of the loop and ms in which nobody comes, and how long, in ms, they are waited for. Each turn lets in one of those
 * who knock; whoever was answered a moment ago comes again within the pause.
 */
const QUIET_TURNS = 3;
const QUIET_FOR = 100;
const QUIET_WITHIN = 3_000;

export interface Door {
  /** Every request passes here first. False: it is answered already, or will be when the door is closed. */
  admit(request: IncomingMessage, response: ServerResponse): boolean;
  /** Lets everybody out; resolves when all have an answer and no connection is needed any more. */
  close(): Promise<void>;
}

/**
 * From `close()` on every answer says `Connection: close`. The server stops listening when all have gone, or soon after:
 * who comes then is let in, so that nobody is left before a closed door, and refused once it is closed, so that none of
 * them knocks again before.
 */
export function createDoor(server: HttpServer): Door {
  const open = new Set<Socket>();
  const unanswered = createUnanswered();
  const held = new Set<ServerResponse>();
  let arrived = 0;
  let stoppedAt = Infinity;
  let door: 'open' | 'closing' | 'closed' = 'open';
  let change = (): void => undefined;
  const since = (): number => performance.now() - stoppedAt;

  server.on('connection', (socket: Socket) => {
    arrived += 1;
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      if (open.size === 0) change();
    });
  });
  function done(this: ServerResponse): void {
    unanswered.remove(this);
    held.delete(this);
    if (unanswered.all.length === 0) change();
  }
  function admit(request: IncomingMessage, response: ServerResponse): boolean {
    arrived += 1;
    unanswered.add(response);
    response.once('close', done);
    if (stoppedAt !== Infinity) response.shouldKeepAlive = false;
    if (door === 'open') return true;
    request.resume(); // a connection that is closed with something unread is broken
    if (door === 'closing') held.add(response);
    else turnAway(response);
    return false;
  }

  async function until(isSo: () => boolean, withinMs: number): Promise<void> {
    const end = performance.now() + withinMs;
    while (!isSo() && performance.now() < end) {
      const changed = new Promise<void>((resolve) => (change = resolve));
      const timer = setTimeout(() => change(), Math.max(0, end - performance.now()));
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
      const isAtWork = unanswered.all.length > held.size;
      await (isAtWork ? pause(1) : turn());
      if (arrived === before && !isAtWork) continue;
      before = arrived;
      quiet = 0;
      quietSince = performance.now();
    }
  }
  async function untilAllAnswered(): Promise<void> {
    do {
      await until(() => unanswered.all.length === 0, ANSWER_WITHIN - since());
      for (const response of [...unanswered.all]) turnAway(response);
      await untilNobodyComes(Math.min(QUIET_WITHIN, ANSWER_WITHIN - since()));
    } while (unanswered.all.length > 0 && since() < ANSWER_WITHIN);
  }

  async function close(): Promise<void> {
    stoppedAt = performance.now();
    for (const response of unanswered.all) response.shouldKeepAlive = false;
    await untilAllGone(LISTEN_FOR);
    door = 'closing';
    await untilNobodyComes(QUIET_WITHIN);
    // The door alone: HTTP's own `close` would break every connection that has no request at this instant.
    if (server.listening) Server.prototype.close.call(server);
    door = 'closed';
    for (const response of held) turnAway(response);
    await untilAllAnswered();
    await untilAllGone(LEAVE_OPEN_FOR);
    await untilAllAnswered();
    // Who has been silent all the time: HTTP would leave open those that never asked until the process is gone.
    for (const socket of open) socket.end();
  }
  return { admit, close };
}

function turnAway(response: ServerResponse): void {
  refuseBare(response, 'UNAVAILABLE', ['retry-after', COME_BACK_AFTER, 'connection', 'close']);
}
