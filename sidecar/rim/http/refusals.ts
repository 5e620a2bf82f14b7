/** What the sidecar answers when it refuses: a code, a sentence, and never more. */
import type { FastifyReply } from 'fastify';

/** Code → status and sentence. The same words for every cause of one code, so that nothing can be learned from them. */
export const REFUSALS = {
  BAD_REQUEST: [400, 'The request cannot be read.'],
  UNAUTHENTICATED: [401, 'A valid bearer token is required.'],
  SIGNATURE_INVALID: [401, 'The signature does not match.'],
  SIGNATURE_STALE: [401, 'The timestamp is too far away.'],
  FORBIDDEN: [403, 'This is not open to you.'],
  NOT_FOUND: [404, 'There is nothing here.'],
  METHOD_NOT_ALLOWED: [405, 'This method is not known here.'],
  REQUEST_TIMEOUT: [408, 'The request took too long.'],
  PAYLOAD_TOO_LARGE: [413, 'The body is too large.'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Only application/json without encoding is read here.'],
  TOO_MANY: [429, 'Too many are open at once. Try again soon.'],
  HEADERS_TOO_LARGE: [431, 'The headers are too large.'],
  UNAVAILABLE: [503, 'Not possible at the moment. Try again soon.'],
  INTERNAL: [500, 'Internal error'],
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** Answers with a refusal, by Fastify. */
export function refuse(reply: FastifyReply, code: RefusalCode): FastifyReply {
  const [status, message] = REFUSALS[code];
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify({ code, message }));
}
