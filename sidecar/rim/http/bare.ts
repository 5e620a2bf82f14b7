/** Answers without Fastify: for the webhook's route, which is asked most, for those whom a stop turns away, and where no request can be read. */
import { randomBytes } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { REFUSALS, type RefusalCode } from './refusals.ts';

/** What every answer says. */
export const PLAIN_HEADERS = [
  ['x-content-type-options', 'nosniff'],
  ['cache-control', 'no-store'],
  ['referrer-policy', 'no-referrer'],
] as const;

const PLAIN = ['content-type', 'application/json; charset=utf-8', ...PLAIN_HEADERS.flat()];

/** 16 hex digits: eight of the process by chance, eight that count. */
export const nextRequestId = createRequestIds();

function createRequestIds(): () => string {
  const process = randomBytes(4).toString('hex');
  let count = 0;
  return () => {
    count = (count + 1) % 0x1_0000_0000;
    return `${process}${count.toString(16).padStart(8, '0')}`;
  };
}

/** Answers with `json`, whole; `more`: further headers, name and value by turns. Nothing where the sender has gone or has an answer. */
export function answerBare(response: ServerResponse, status: number, json: string, more: readonly string[] = []): void {
  if (begin(response, status, json, more)) response.end(json);
}

/** False: the sender has gone or has an answer. */
function begin(response: ServerResponse, status: number, json: string, more: readonly string[]): boolean {
  if (response.headersSent || response.destroyed) return false;
  const length = String(Buffer.byteLength(json));
  response.writeHead(status, [...PLAIN, 'x-request-id', nextRequestId(), 'content-length', length, ...more]);
  return true;
}

/** Of a body that was refused so much, in bytes, is still taken and thrown away, and for so long, in ms. */
const THROWN_AWAY_MOST = 32 * 1024 * 1024;
const THROWN_AWAY_FOR = 2_000;

/**
 * Answers before the body has come, and closes the connection once it has, or after a while: a sender that is still writing
 * when the connection is closed loses the answer.
 */
export function answerEarly(request: IncomingMessage, response: ServerResponse, status: number, json: string): void {
  if (!begin(response, status, json, ['connection', 'close'])) return;
  response.write(json);
  let left = THROWN_AWAY_MOST;
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, THROWN_AWAY_FOR);
  request.on('data', (chunk: Buffer) => {
    left -= chunk.byteLength;
    if (left < 0) end();
  });
  request.on('error', end).on('close', end).on('end', end).resume();
}

/** Refuses a body that has not come; returns the status. */
export function refuseEarly(request: IncomingMessage, response: ServerResponse, code: RefusalCode): number {
  const [status, message] = REFUSALS[code];
  answerEarly(request, response, status, JSON.stringify({ code, message }));
  return status;
}

/** Answers with a refusal; returns its status. */
export function refuseBare(response: ServerResponse, code: RefusalCode, more: readonly string[] = []): number {
  const [status, message] = REFUSALS[code];
  answerBare(response, status, JSON.stringify({ code, message }), more);
  return status;
}

/** Why Node gives a connection up → what is said; everything else cannot be read. */
const BROKEN: Readonly<Record<string, RefusalCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
};

/** Connections that were given up and have their answer. */
const givenUp = new WeakSet<Socket>();
/** How long, in ms, what a given up connection still sends is thrown away. */
const READ_ON_FOR = 1_000;

const tooSlow = new WeakSet<Socket>();

/** Whether the request on this connection was given up because it came too slowly. */
export function wasTooSlow(socket: Socket): boolean {
  return tooSlow.has(socket);
}

/** Refuses what came too slowly or cannot be read, and closes the connection: Node has no request, or not all of it, to answer. */
export function refuseBroken(error: { readonly code?: string }, socket: Socket): void {
  // Told anew of each part that comes after: it is thrown away, so that who still sends does not lose the answer.
  if (givenUp.has(socket)) return;
  givenUp.add(socket);
  const code = BROKEN[error.code ?? ''] ?? 'BAD_REQUEST';
  if (code === 'REQUEST_TIMEOUT') tooSlow.add(socket);
  if (socket.writable && error.code !== 'ECONNRESET') {
    const [status, message] = REFUSALS[code];
    const json = JSON.stringify({ code, message });
    const length = String(Buffer.byteLength(json));
    const headers = [...PLAIN, 'x-request-id', nextRequestId(), 'content-length', length, 'connection', 'close'];
    let head = `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\n`;
    for (let index = 0; index < headers.length; index += 2)
      head += `${headers[index] ?? ''}: ${headers[index + 1] ?? ''}\r\n`;
    socket.end(`${head}\r\n${json}`);
    if (code !== 'REQUEST_TIMEOUT') {
      const timer = setTimeout(() => socket.destroy(), READ_ON_FOR);
      socket.once('close', () => clearTimeout(timer));
      return;
    }
  }
  socket.destroy();
}
