// How Zendesk says no: its five error envelopes, as one throwable value.
import type { JsonObject } from './records.ts';

/** An answer other than the wanted one; the server sends it as it stands. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: JsonObject | null;
  readonly headers: Record<string, string>;

  constructor(status: number, body: JsonObject | null, headers: Record<string, string> = {}) {
    super(`${status} ${JSON.stringify(body)}`);
    this.name = 'Refusal';
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** Envelope A: `{ error, description }`. */
export function plain(status: number, error: string, description: string): Refusal {
  return new Refusal(status, { error, description });
}

/** Envelope B, 422: what is wrong with each field. */
export function invalid(field: string, description: string, error = 'InvalidValue'): Refusal {
  return new Refusal(422, {
    error: 'RecordInvalid',
    description: 'Record validation errors',
    details: { [field]: [{ description, error }] },
  });
}

/** Envelope C: `{ error: { title, message } }`. */
export function titled(status: number, title: string, message: string): Refusal {
  return new Refusal(status, { error: { title, message } });
}

/** Envelope D: `{ errors: [...] }`. */
export function coded(status: number, code: string, title: string, detail = title): Refusal {
  return new Refusal(status, { errors: [{ code, title, detail, status: String(status) }] });
}

/** Envelope E, 401. */
export const unauthenticated = () => new Refusal(401, { error: "Couldn't authenticate you" });

export const forbidden = () =>
  titled(
    403,
    'Forbidden',
    'You do not have access to this page. Please contact the account owner of this help desk for further help.',
  );

export const recordNotFound = () => plain(404, 'RecordNotFound', 'Not found');

export const invalidEndpoint = () => plain(404, 'InvalidEndpoint', 'Not found');

/** 400 for a value of the wrong JSON type. */
export const invalidAttribute = (path: string, message: string) =>
  titled(400, 'Invalid attribute', `You passed an invalid value for the ${path} attribute. ${message}`);
