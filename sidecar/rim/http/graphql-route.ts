/** POST /graphql and GET /graphql/stream: who asks is known before the document is read. */
import { Readable } from 'node:stream';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticate } from './authentication/authentication.ts';
import type { Viewer } from './authentication/viewer.ts';
import { answerEarly } from './bare.ts';
import { header, isPlainJson } from './plain-json.ts';
import { REFUSALS, type RefusalCode } from './refusals.ts';
import type { Mount } from './server.ts';

export interface GraphqlDoor {
  execute(request: {
    readonly body: unknown;
    readonly viewer: Viewer;
    readonly requestId: string;
    readonly idempotencyKey: string | null;
    readonly accept: string;
  }): Promise<{
    readonly status: number;
    readonly headers: Iterable<readonly [string, string]>;
    readonly body: string;
  }>;
  stream(request: { readonly url: string; readonly viewer: Viewer; readonly requestId: string }): Promise<{
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | Events | null;
  }>;
}

const PATH = '/graphql';
const STREAM_PATH = '/graphql/stream';
/** Streams that are open at one time. */
const STREAMS = 2_000;
/** Seconds after which who found no room may come again. */
const COME_BACK_AFTER = '5';

/** Mounts both routes. No CORS header is ever sent: pages of other sites have no business here. `streams`: as many may be open. */
export function graphqlMount(door: GraphqlDoor, authenticate: Authenticate, streams = STREAMS): Mount {
  return {
    methods: { [PATH]: ['POST'], [STREAM_PATH]: ['GET'] },
    register(server: FastifyInstance) {
      const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
        const viewer = await authenticate(header(request, 'authorization'));
        if (viewer === null) return fault(reply.header('www-authenticate', 'Bearer'), 'UNAUTHENTICATED');
        viewers.set(request, viewer);
        return isPlainJson(request) || request.method === 'GET' ? undefined : fault(reply, 'UNSUPPORTED_MEDIA_TYPE');
      };
      // A stream has no end of its own: the server ends those that are open when it stops.
      const open = new Set<Events>();
      server.addHook('preClose', async () => {
        await Promise.all([...open].map((events) => events.return()));
      });
      server.post(PATH, { onRequest, errorHandler }, (request, reply) => post(door, request, reply));
      server.get(STREAM_PATH, { onRequest, exposeHeadRoute: false }, (request, reply) =>
        open.size < streams
          ? stream(door, request, reply, open)
          : fault(reply.header('retry-after', COME_BACK_AFTER), 'TOO_MANY'),
      );
    },
  };
}

/** Who asks, found before the body was read. */
const viewers = new WeakMap<FastifyRequest, Viewer>();

function viewerOf(request: FastifyRequest): Viewer {
  const viewer = viewers.get(request);
  if (viewer === undefined) throw new Error('a request came past its authentication');
  return viewer;
}

async function post(door: GraphqlDoor, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const answer = await door.execute({
    body: request.body,
    viewer: viewerOf(request),
    requestId: request.id,
    idempotencyKey: header(request, 'idempotency-key') ?? null,
    accept: header(request, 'accept') ?? 'application/json',
  });
  for (const [name, value] of answer.headers) if (name !== 'content-length') reply.header(name, value);
  return reply.code(answer.status).send(answer.body);
}

type Events = AsyncGenerator<string, void, undefined>;

async function stream(
  door: GraphqlDoor,
  request: FastifyRequest,
  reply: FastifyReply,
  open: Set<Events>,
): Promise<FastifyReply> {
  const answer = await door.stream({ url: request.url, viewer: viewerOf(request), requestId: request.id });
  reply.code(answer.status);
  for (const [name, value] of Object.entries(answer.headers)) reply.header(name, value);
  if (answer.body === null || typeof answer.body === 'string') return reply.send(answer.body ?? '');
  const { body } = answer;
  open.add(body);
  const leftMs = viewerOf(request).leftMs();
  const atTokensEnd = leftMs === null ? undefined : setTimeout(() => void body.return(), leftMs);
  // A reader that goes away must not leave its subscription behind; nobody ends the sending side of a stream and reads on.
  request.raw.socket.once('end', () => void body.return());
  reply.raw.once('close', () => {
    clearTimeout(atTokensEnd);
    open.delete(body);
    void body.return();
  });
  return reply.header('x-accel-buffering', 'no').send(Readable.from(body));
}

/** What is wrong with a body before it is a request of GraphQL; everything else goes on to the server's own handler. */
function errorHandler(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  if (error.statusCode === 400) void fault(reply, 'BAD_REQUEST');
  else if (error.statusCode === 413) {
    reply.hijack();
    answerEarly(request.raw, reply.raw, ...faultWords('PAYLOAD_TOO_LARGE'));
  } else throw error;
}

const OUTWARD = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  UNSUPPORTED_MEDIA_TYPE: 'BAD_USER_INPUT',
  BAD_REQUEST: 'BAD_USER_INPUT',
  PAYLOAD_TOO_LARGE: 'LIMIT_EXCEEDED',
  TOO_MANY: 'RATE_LIMITED',
} as const satisfies Partial<Record<RefusalCode, string>>;

/** In the shape of GraphQL's errors, with its codes. */
function fault(reply: FastifyReply, code: keyof typeof OUTWARD): FastifyReply {
  const [status, json] = faultWords(code);
  return reply.code(status).type('application/json; charset=utf-8').send(json);
}

function faultWords(code: keyof typeof OUTWARD): [number, string] {
  const [status, message] = REFUSALS[code];
  return [status, JSON.stringify({ errors: [{ message, extensions: { code: OUTWARD[code] } }] })];
}
