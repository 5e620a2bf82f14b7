/** Answers without Fastify: for the webhook's route, which is asked most, for those whom a stop turns away, and where no request can be read. */
import { randomBytes } from 'node:crypto';
import { STATUS_CODES, type ServerResponse } from 'node:http';
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
  if (response.headersSent || response.destroyed) return;
  const length = String(Buffer.byteLength(json));
  response.writeHead(status, [...PLAIN, 'x-request-id', nextRequestId(), 'content-length', length, ...more]);
  response.end(json);
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

/** Refuses what came too slowly or cannot be read, and closes the connection: Node has no request, or not all of it, to answer. */
export function refuseBroken(error: { readonly code?: string }, socket: Socket): void {
  if (socket.writable && error.code !== 'ECONNRESET') {
    const code = BROKEN[error.code ?? ''] ?? 'BAD_REQUEST';
    const [status, message] = REFUSALS[code];
    const json = JSON.stringify({ code, message });
    const length = String(Buffer.byteLength(json));
    const headers = [...PLAIN, 'x-request-id', nextRequestId(), 'content-length', length, 'connection', 'close'];
    let head = `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\n`;
    for (let index = 0; index < headers.length; index += 2)
      head += `${headers[index] ?? ''}: ${headers[index + 1] ?? ''}\r\n`;
    socket.write(`${head}\r\n${json}`);
  }
  socket.destroy();
}
