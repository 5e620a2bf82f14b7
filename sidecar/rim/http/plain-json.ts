/** Whether a request carries plain JSON in UTF-8: anything else could be sent by a form of another site. */
import type { IncomingMessage } from 'node:http';

/** A request of Node's or of Fastify's. */
type Asking = Pick<IncomingMessage, 'headers'>;

export function isPlainJson(request: Asking): boolean {
  const encoding = header(request, 'content-encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return false;
  const type = header(request, 'content-type') ?? '';
  return /^application\/json[ \t]*(?:;[ \t]*charset="?utf-8"?[ \t]*)?$/i.test(type);
}

/** A header that was sent once, or whose repetitions Node joined. */
export function header(request: Asking, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
