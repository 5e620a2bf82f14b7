// A sandbox for one test, with a bare client: no retries, no opinions.
import { onTestFinished } from 'vitest';
import { createClock } from './clock.ts';
import { DEFAULT_OAUTH_CLIENT, type SandboxOptions } from './options.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

/** A Wednesday, 10:00 in New York, between two whole seconds. */
export const START = Date.parse('2026-03-04T15:00:00.750Z');

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

export interface Client {
  sandbox: Sandbox;
  token: string;
  /** A call with the integration's token. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface TicketAnswer {
  id: number;
  tags: string[];
  updated_at: string;
  generated_timestamp: number;
  status: string;
  priority: string | null;
  custom_fields: { id: number; value: unknown }[];
}

/** A sandbox on a stopped clock that closes with the test. */
export async function openSandbox(options: SandboxOptions = {}): Promise<Client> {
  const sandbox = await startSandbox({ clock: createClock({ at: START, running: false }), ...options });
  onTestFinished(() => sandbox.close());
  const token = await tokenOf(sandbox);
  return {
    sandbox,
    token,
    call: (method, path, body, headers) =>
      callSandbox(sandbox, method, path, body, { authorization: `Bearer ${token}`, ...headers }),
  };
}

/** A call without credentials of its own. */
export async function callSandbox(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

/** An access token of the world's OAuth client. */
export async function tokenOf(sandbox: Sandbox, scope = 'read write'): Promise<string> {
  const answer = await callSandbox(sandbox, 'POST', '/oauth/tokens', {
    grant_type: 'client_credentials',
    client_id: DEFAULT_OAUTH_CLIENT.id,
    client_secret: DEFAULT_OAUTH_CLIENT.secret,
    scope,
  });
  return String(answer.body.access_token);
}

/** The number of the ticket that tells a story. */
export function story(sandbox: Sandbox, name: string): number {
  const id = sandbox.state.stories[name];
  if (id === undefined) throw new Error(`the world has no story ${name}`);
  return id;
}

/** The ticket of an answer. */
export function ticketOf(answer: Answer): TicketAnswer {
  return answer.body.ticket as TicketAnswer;
}
