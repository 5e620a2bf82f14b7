/** What the client may see of an error: our own faults as they are, everything else as INTERNAL with the log's id. */
import { GraphQLError } from 'graphql';
import type { Log } from '#flow/ports.ts';
import type { Context } from './context.ts';
import { FAULT_CODES, RequestFault, type FaultCode } from './faults.ts';
import { Unavailable } from '#flow/unavailable.ts';

/** Masks errors of an execution. */
export function createMask(
  log: Log,
): (errors: readonly GraphQLError[], context: Pick<Context, 'requestId'>) => readonly GraphQLError[] {
  return (errors, context) =>
    errors.map((error) => {
      const fault = faultOf(error);
      const cause = error.originalError ?? error;
      const about = { err: cause, requestId: context.requestId, path: error.path?.join('.') };
      const isWhole = fault?.message === cause.message;
      if (fault === null) log.error(about, 'a resolver failed');
      else if (!isWhole) log.warn(about, 'a question was not answered');
      const message = fault?.message ?? 'Internal error';
      // What is left out stands in the log, by this id.
      const extensions = { code: fault?.code ?? 'INTERNAL', ...(isWhole ? {} : { id: context.requestId }) };
      return new GraphQLError(message, { path: error.path ?? null, extensions });
    });
}

function faultOf(error: GraphQLError): { readonly code: FaultCode; readonly message: string } | null {
  const cause = error.originalError ?? error;
  if (cause instanceof RequestFault) return cause;
  if (cause instanceof Unavailable) return { code: 'UNAVAILABLE', message: cause.told };
  return null;
}

/** Apollo's and graphql-js's own codes for requests that cannot be executed. */
const BAD_INPUT = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
]);

/** The last hand over every error: only known codes leave the house. */
export function outwardCode(code: unknown): FaultCode | 'INTERNAL' {
  const known = FAULT_CODES.find((one) => one === code);
  if (known !== undefined) return known;
  return typeof code === 'string' && BAD_INPUT.has(code) ? 'BAD_USER_INPUT' : 'INTERNAL';
}
