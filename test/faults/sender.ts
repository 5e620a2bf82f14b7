/** Sends signed webhooks as Zendesk does, to whichever replica answers, and writes down each attempt and answer. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sandbox } from '#test/sandbox/sandbox.ts';
import { signWebhook } from '#test/sandbox/webhooks/signature.ts';
import type { History } from './history.ts';
import type { Replica } from './process.ts';

export interface Sender {
  /** One attempt; the status, 0 where there was no answer. */
  once(ticketId: number, id?: string): Promise<number>;
  /** One attempt that is signed with another secret; the status. */
  forged(ticketId: number): Promise<number>;
  /** One attempt with a body of some 200 kB; the status. */
  large(ticketId: number): Promise<number>;
  /** Repeats until it is accepted, as Zendesk repeats; rejects after `withinMs`. */
  deliver(ticketId: number, withinMs?: number): Promise<void>;
  /** Delivers a body of the test's own; with the id of an earlier delivery: the same one once more. */
  deliverRaw(ticketId: number, body: object, id?: string): Promise<void>;
  /** Delivers many, `atOnce` at one time. */
  deliverAll(ticketIds: readonly number[], atOnce: number, withinMs?: number): Promise<void>;
}

interface Options {
  readonly sandbox: Sandbox;
  readonly history: History;
  readonly secret: string;
  readonly replicas: readonly Replica[];
}

/** Zendesk repeats these; so does it a connection that broke, once the endpoint is back. */
const REPEATED = new Set([0, 409, 429, 503]);

export function createSender({ sandbox, history, secret, replicas }: Options): Sender {
  let turn = 0;
  async function attempt(ticketId: number, id: string, given?: string, by = secret): Promise<number> {
    const replica = replicas[turn++ % Math.max(1, replicas.length)];
    if (replica === undefined) return 0;
    const body = given ?? hint(sandbox, ticketId);
    const timestamp = `${new Date(sandbox.clock.now()).toISOString().slice(0, 19)}Z`;
    history.add({ type: 'sent', id, ticketId: String(ticketId) });
    const answer = await fetch(`${replica.url}/webhooks/zendesk`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-zendesk-webhook-invocation-id': id,
        'x-zendesk-webhook-signature': signWebhook(by, timestamp, body),
        'x-zendesk-webhook-signature-timestamp': timestamp,
      },
      body,
      signal: AbortSignal.timeout(12_000),
    }).then(
      async (response) => ({ status: response.status, body: await response.text().catch(() => '') }),
      (error: unknown) => ({ status: 0, body: codeOf(error) }), // this is what the tests are about
    );
    history.add({ type: 'answered', id, at: sandbox.clock.now(), ...answer });
    return answer.status;
  }
  async function deliver(
    ticketId: number,
    withinMs = 300_000,
    given?: string,
    id: string = randomUUID(),
  ): Promise<void> {
    const until = performance.now() + withinMs;
    for (;;) {
      const status = await attempt(ticketId, id, given);
      if (status >= 200 && status < 300) return;
      if (!REPEATED.has(status)) throw new Error(`a webhook was answered with ${String(status)}`);
      if (performance.now() > until) throw new Error(`ticket ${String(ticketId)}: not accepted in time`);
      await pause(100);
    }
  }
  return {
    once: (ticketId, id = randomUUID()) => attempt(ticketId, id),
    large: (ticketId) =>
      attempt(ticketId, randomUUID(), `${hint(sandbox, ticketId).slice(0, -1)},"padding":"${'x'.repeat(200_000)}"}`),
    forged: (ticketId) => attempt(ticketId, randomUUID(), undefined, 'a-secret-that-nobody-gave-us'),
    deliver: (ticketId, withinMs) => deliver(ticketId, withinMs),
    deliverRaw: (ticketId, body, id) => deliver(ticketId, 300_000, JSON.stringify(body), id),
    async deliverAll(ticketIds, atOnce, withinMs) {
      const left = ticketIds.values();
      const work = async (): Promise<void> => {
        for (const ticketId of left) await deliver(ticketId, withinMs);
      };
      await Promise.all(Array.from({ length: atOnce }, work));
    },
  };
}

/** Why `fetch` has no answer: ECONNREFUSED where nobody listens, something else where the connection broke. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause ?? error);
}

/** The body of the account's trigger for the ticket as it is; the instants have minutes only. */
export function hint(sandbox: Sandbox, ticketId: number): string {
  const { state } = sandbox;
  const ticket = state.tickets.get(ticketId);
  if (ticket === undefined) throw new Error(`there is no ticket ${String(ticketId)}`);
  const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;
  const fields = [...state.ticketFields.values()]
    .filter(({ type }) => type === 'tagger')
    .map((field) => [field.title, ticket.fields.get(field.id) ?? '']);
  return JSON.stringify({
    event: 'ticket.updated',
    ticket_id: String(ticket.id),
    status: ticket.status,
    priority: ticket.priority ?? '',
    type: ticket.type ?? '',
    channel: 'web',
    tags: ticket.tags.join(' '),
    organization_id: String(ticket.organizationId ?? ''),
    requester_id: String(ticket.requesterId),
    created_at: minute(ticket.createdAt),
    updated_at: minute(ticket.updatedAt),
    fields: Object.fromEntries(fields) as Record<string, unknown>,
    actor_id: String(ticket.audits.at(-1)?.authorId ?? ticket.requesterId),
  });
}
