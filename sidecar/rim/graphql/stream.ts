/** Subscriptions over server-sent events: one connection a subscription, with the same limits and roles as requests. */
import { createHandler, type Request, type Response } from 'graphql-sse';
import { subscribe, validate, type ExecutionArgs, type GraphQLSchema } from 'graphql';
import type { Admitted } from './admission.ts';
import { actKeys, type Context } from './context.ts';
import type { actorFor, GraphqlOptions, GraphqlViewer, readBody, servicesOf } from './engine.ts';
import { faultAnswer, FAULT_STATUS, RequestFault } from './faults.ts';
import { variablesBeyondLimit } from './limits.ts';
import { createMask } from './masking.ts';
import { documentOf } from './persisted.ts';

export interface StreamRequest {
  /** With its query: `/graphql/stream?query=…`. */
  readonly url: string;
  readonly viewer: GraphqlViewer;
  readonly requestId: string;
}

/** A text, or events as they come; ends when the reader stops. */
export type Stream = (request: StreamRequest) => Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | AsyncGenerator<string, void, undefined> | null;
}>;

interface Parts {
  readonly schema: GraphQLSchema;
  readonly admit: (text: string, operationName: string | null) => Admitted;
  readonly options: GraphqlOptions;
  readonly actorFor: typeof actorFor;
  readonly servicesOf: typeof servicesOf;
  readonly readBody: typeof readBody;
}

export function createStream(parts: Parts): Stream {
  const mask = createMask(parts.options.log);
  const handle = createHandler<StreamRequest, undefined, never>({
    schema: parts.schema,
    authenticate: () => '',
    subscribe: (args) => subscribe(args),
    onSubscribe: async (request, params) => {
      try {
        return (await executionArgs(parts, request.raw, params)) as never;
      } catch (error) {
        if (error instanceof RequestFault) return refusal(error.code, error.message);
        parts.options.log.error({ err: error, requestId: request.raw.requestId }, 'a subscription failed');
        return refusal('INTERNAL', 'Internal error', request.raw.requestId);
      }
    },
    onNext: (_context, request, result) => {
      if (result.errors === undefined) return;
      // What has no place in the answer is a fault of the request: its variables do not fit.
      const [first] = result.errors;
      return { errors: first?.path === undefined ? [BAD_VARIABLES] : mask(result.errors, request.raw) };
    },
  });
  return async (request) => {
    const [body, init] = await handle({
      method: 'GET',
      url: request.url,
      headers: { get: (name) => (name.toLowerCase() === 'accept' ? 'text/event-stream' : undefined) },
      body: null,
      raw: request,
      context: undefined,
    } satisfies Request<StreamRequest, undefined>);
    return { status: init.status, headers: init.headers ?? {}, body };
  };
}

const BAD_VARIABLES = new RequestFault('BAD_USER_INPUT', 'The variables do not fit the document.');

type Params = { query?: unknown; operationName?: unknown; variables?: unknown; extensions?: unknown };

async function executionArgs(
  parts: Parts,
  { viewer, requestId }: StreamRequest,
  params: Params,
): Promise<ExecutionArgs> {
  const { options, schema } = parts;
  const asked = parts.readBody(params);
  const text = documentOf(asked.query, asked.hash, options.persisted, options.persistedOnly);
  const admitted = parts.admit(text, asked.operationName);
  if (admitted.type !== 'subscription') throw new RequestFault('BAD_USER_INPUT', 'Only subscriptions are served here.');
  const beyond = variablesBeyondLimit(asked.variables);
  if (beyond !== null) throw new RequestFault('LIMIT_EXCEEDED', `The request ${beyond}.`);
  const actor = await parts.actorFor(viewer, admitted, options.onForbidden);
  const [fault] = validate(schema, admitted.document);
  if (fault !== undefined) throw new RequestFault('BAD_USER_INPUT', 'The document does not fit the schema.');
  const contextValue: Context = {
    services: parts.servicesOf(options, actor),
    actor,
    mayReadOn: () =>
      parts.actorFor(viewer, admitted, options.onForbidden).then(
        () => true,
        (error: unknown) => {
          if (error instanceof RequestFault) return false;
          throw error;
        },
      ),
    nextKey: actKeys(requestId),
    requestId,
  };
  return {
    schema,
    document: admitted.document,
    operationName: asked.operationName,
    variableValues: asked.variables,
    contextValue,
  };
}

function refusal(code: RequestFault['code'] | 'INTERNAL', message: string, id?: string): Response {
  const status = FAULT_STATUS[code];
  return [
    faultAnswer(code, message, id),
    { status, statusText: code, headers: { 'content-type': 'application/json; charset=utf-8' } },
  ];
}
