/** GraphQL without HTTP: a request with its viewer in, a status and a text out. Apollo Server executes. */
import { randomUUID } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { Actor, Log } from '#flow/ports.ts';
import { createAdmission, type Admitted } from './admission.ts';
import { actKeys, type Context } from './context.ts';
import { createDocuments, createTexts } from './documents.ts';
import { createExecution } from './executor.ts';
import { faultAnswer, FAULT_STATUS, RequestFault } from './faults.ts';
import { createGate, isDear } from './gate.ts';
import { variablesBeyondLimit } from './limits.ts';
import { createMask, outwardCode } from './masking.ts';
import { documentOf, type PersistedOperations } from './persisted.ts';
import { firstForbidden, type ViewerRole } from './roles.ts';
import { createSchema } from './schema.ts';
import type { Services } from './services.ts';
import { createStream, type Stream } from './stream.ts';
import { inTurns } from './turns.ts';

/** Who asks. `write` is asked of Zendesk more often than `read`. */
export interface GraphqlViewer {
  readonly id: string;
  readonly proven: boolean;
  role(
    purpose: 'read' | 'write',
  ): Promise<{ readonly kind: 'role'; readonly role: ViewerRole } | { readonly kind: 'none' | 'unknown' }>;
}

export interface GraphqlRequest {
  /** The parsed JSON body. */
  readonly body: unknown;
  readonly viewer: GraphqlViewer;
  readonly requestId: string;
  /** Of the client, for repeating a mutation; null: every request is an act of its own. */
  readonly idempotencyKey: string | null;
  /** The client's Accept header. */
  readonly accept: string;
}

export interface GraphqlAnswer {
  readonly status: number;
  readonly headers: Iterable<readonly [string, string]>;
  readonly body: string;
}

export interface GraphqlOptions {
  readonly services: Services;
  /** Narrower ones for who may not see every ticket; left out: the same for all. */
  readonly servicesFor?: (by: Actor) => Services;
  readonly log: Log;
  readonly persisted: PersistedOperations;
  readonly persistedOnly: boolean;
  /** Told of every call that a role forbids, for the audit; `none`: Zendesk knows the user no more. */
  readonly onForbidden?: (by: Actor, call: string, role: ViewerRole | 'none') => void;
}

export interface GraphqlEngine {
  execute(request: GraphqlRequest): Promise<GraphqlAnswer>;
  readonly stream: Stream;
  stop(): Promise<void>;
}

const RESPONSE_JSON = 'application/graphql-response+json';
const HEADERS: readonly (readonly [string, string])[] = [['content-type', 'application/json; charset=utf-8']];
const RESPONSE_HEADERS: typeof HEADERS = [['content-type', `${RESPONSE_JSON}; charset=utf-8`]];

/** graphql-js suggests names of the schema also for variables, past Apollo's own care. */
const SUGGESTION = / Did you mean [^]*\?$/;

/** A key that cannot be kept must not be passed over: the client would take a repetition for safe. */
const KEY = /^[\x21-\x7e]{1,200}$/;

/** Seconds after which the same may be asked for again. */
const COME_BACK_AFTER: Partial<Record<RequestFault['code'], string>> = { RATE_LIMITED: '1', UNAVAILABLE: '5' };

/** Requests at one time; more are sent away at once. */
const AT_ONCE = 512;

export async function createGraphqlEngine(options: GraphqlOptions): Promise<GraphqlEngine> {
  const schema = createSchema();
  const own = new Set(options.persisted.values());
  const admit = createAdmission(schema, (text) => own.has(text));
  const gate = createGate();
  const execution = createExecution(schema, createMask(options.log));
  const written = createWriter();
  const texts = createTexts();
  const apollo = new ApolloServer<Context>({
    gateway: execution.gateway,
    introspection: true,
    // The door takes nothing but application/json, which no form of another site can send.
    csrfPrevention: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: { cache: texts.cache },
    documentStore: createDocuments(),
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), execution.plugin],
    logger: quiet(options.log),
    formatError(formatted) {
      const code = outwardCode(formatted.extensions?.['code']);
      const id = formatted.extensions?.['id'];
      const message = code === 'INTERNAL' ? 'Internal error' : formatted.message.replace(SUGGESTION, '');
      return { ...formatted, message, extensions: typeof id === 'string' ? { code, id } : { code } };
    },
  });
  await apollo.start();
  let underWay = 0;

  const run = async (request: GraphqlRequest): Promise<GraphqlAnswer> => {
    const asked = readBody(request.body);
    if (request.idempotencyKey !== null && !KEY.test(request.idempotencyKey))
      throw new RequestFault('BAD_USER_INPUT', 'Idempotency-Key must be 1 to 200 printable characters without spaces.');
    const text = documentOf(asked.query, asked.hash, options.persisted, options.persistedOnly);
    const admitted = admit(text, asked.operationName);
    if (admitted.type === 'subscription')
      throw new RequestFault('BAD_USER_INPUT', 'Subscriptions are served at /graphql/stream.');
    const beyond = variablesBeyondLimit(asked.variables);
    if (beyond !== null) throw new RequestFault('LIMIT_EXCEEDED', `The request ${beyond}.`);
    const actor = await actorFor(request.viewer, admitted, options.onForbidden);
    const key = admitted.type === 'mutation' ? keyOf(request, actor) : '';
    const leave = await gate.enter(admitted.cost);
    if (leave === null) return fault('RATE_LIMITED', 'Too much is asked for at once.');
    // Known by admission's number, so that Apollo need not make a digest of the text for each request.
    texts.hold(admitted.id, text);
    try {
      const { body, http } = await apollo.executeOperation(
        {
          ...(asked.operationName === null ? {} : { operationName: asked.operationName }),
          ...(asked.variables === null ? {} : { variables: asked.variables }),
          extensions: { persistedQuery: { version: 1, sha256Hash: admitted.id } },
        },
        {
          contextValue: {
            services: isDear(admitted.cost) ? inTurns(servicesOf(options, actor)) : servicesOf(options, actor),
            actor,
            nextKey: actKeys(key),
            requestId: request.requestId,
          },
        },
      );
      if (body.kind !== 'single') throw new Error('an answer came in parts');
      const { errors, data } = body.singleResult;
      return {
        status: http.status ?? 200,
        headers: request.accept.includes(RESPONSE_JSON) ? RESPONSE_HEADERS : HEADERS,
        body: errors === undefined ? written(data) : JSON.stringify({ errors, data }),
      };
    } finally {
      texts.drop(admitted.id);
      leave();
    }
  };

  return {
    async execute(request) {
      if (underWay >= AT_ONCE) return fault('RATE_LIMITED', 'Too many requests at once.');
      underWay += 1;
      try {
        return await run(request);
      } catch (error) {
        if (error instanceof RequestFault) return fault(error.code, error.message);
        options.log.error({ err: error, requestId: request.requestId }, 'a GraphQL request failed');
        return { status: 500, headers: HEADERS, body: faultAnswer('INTERNAL', 'Internal error', request.requestId) };
      } finally {
        underWay -= 1;
      }
    },
    stream: createStream({ schema, admit, options, actorFor, servicesOf, readBody }),
    stop: () => apollo.stop(),
  };
}

/** Writes answers without errors; data that is answered again is not written again. */
function createWriter(): (data: object | null | undefined) => string {
  const texts = new WeakMap<object, string>();
  return (data) => {
    if (data == null) return JSON.stringify({ data });
    let text = texts.get(data);
    if (text === undefined) {
      text = JSON.stringify({ data });
      texts.set(data, text);
    }
    return text;
  };
}

/** A key is the client's own word, so it counts only together with the client. */
function keyOf(request: GraphqlRequest, actor: Actor): string {
  return request.idempotencyKey === null ? randomUUID() : `${actor.id}:${request.idempotencyKey}`;
}

function fault(code: RequestFault['code'], message: string): GraphqlAnswer {
  const after = COME_BACK_AFTER[code];
  const headers = after === undefined ? HEADERS : [...HEADERS, ['retry-after', after] as const];
  return { status: FAULT_STATUS[code], headers, body: faultAnswer(code, message) };
}

export function servicesOf(options: Pick<GraphqlOptions, 'services' | 'servicesFor'>, actor: Actor): Services {
  return options.servicesFor?.(actor) ?? options.services;
}

export interface Asked {
  readonly query: unknown;
  readonly hash: unknown;
  readonly operationName: string | null;
  readonly variables: Record<string, unknown> | null;
}

/** @throws RequestFault where the body is not one GraphQL request. */
export function readBody(body: unknown): Asked {
  if (!isObject(body))
    throw new RequestFault('BAD_USER_INPUT', 'The body must be one GraphQL request. Batches are not read.');
  const { query, operationName, variables, extensions } = body;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw new RequestFault('BAD_USER_INPUT', '`operationName` must be text.');
  }
  if (variables !== undefined && variables !== null && !isObject(variables)) {
    throw new RequestFault('BAD_USER_INPUT', '`variables` must be an object.');
  }
  const persisted = isObject(extensions) ? extensions['persistedQuery'] : undefined;
  const hash = isObject(persisted) ? persisted['sha256Hash'] : undefined;
  return { query, hash, operationName: operationName ?? null, variables: variables ?? null };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The actor of an operation. @throws RequestFault where the role forbids a call, or cannot be known. */
export async function actorFor(
  viewer: GraphqlViewer,
  admitted: Admitted,
  onForbidden: GraphqlOptions['onForbidden'],
): Promise<Actor> {
  const reading = await viewer.role(admitted.type === 'mutation' ? 'write' : 'read');
  if (reading.kind === 'unknown')
    throw new RequestFault('UNAVAILABLE', 'Zendesk cannot say what you may do. Try again soon.');
  const role = reading.kind === 'role' ? reading.role : 'end_user';
  const actor: Actor = {
    id: viewer.id,
    name: viewer.id,
    role: role === 'end_user' ? 'light_agent' : role,
    proven: viewer.proven,
  };
  const forbidden = firstForbidden(role, admitted.calls);
  if (forbidden === null) return actor;
  onForbidden?.(actor, forbidden, reading.kind === 'role' ? reading.role : 'none');
  throw new RequestFault('FORBIDDEN', 'Your role does not allow this.');
}

/** Apollo's own words belong to the debug level: what matters is logged here. */
function quiet(log: Log) {
  const debug = (message?: unknown): void => log.debug({ source: 'apollo' }, String(message));
  return {
    debug,
    info: debug,
    warn: debug,
    error: (message?: unknown) => log.error({ source: 'apollo' }, String(message)),
  };
}
