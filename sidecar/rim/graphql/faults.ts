/** Faults of a request, by the codes that the outside knows. Everything else is INTERNAL and stays in the log. */
import { GraphQLError } from 'graphql';

export const FAULT_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'LIMIT_EXCEEDED',
  'RATE_LIMITED',
  'POLICY_INVALID',
  'UNAVAILABLE',
  'UNTRUSTED_DOCUMENT',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** A fault of the request: its message is meant for the client. */
export class RequestFault extends GraphQLError {
  readonly code: FaultCode;
  constructor(code: FaultCode, message: string) {
    super(message, { extensions: { code } });
    this.name = 'RequestFault';
    this.code = code;
  }
}

/** A whole answer that is nothing but one fault. */
export function faultAnswer(code: FaultCode | 'INTERNAL', message: string, id?: string): string {
  return JSON.stringify({ errors: [{ message, extensions: id === undefined ? { code } : { code, id } }] });
}

/** The HTTP status of a request that never came to be executed. */
export const FAULT_STATUS: Readonly<Record<FaultCode | 'INTERNAL', number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  LIMIT_EXCEEDED: 400,
  RATE_LIMITED: 429,
  POLICY_INVALID: 400,
  UNAVAILABLE: 503,
  UNTRUSTED_DOCUMENT: 400,
  INTERNAL: 500,
};
