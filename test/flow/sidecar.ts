/** A sidecar without HTTP round a database and a scripted Zendesk: the steps and the real store. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ContractTerms } from '#core/facts/contract.ts';
import { createAccount } from '#flow/account.ts';
import { accept } from '#flow/accept.ts';
import type { Actor } from '#flow/ports/store.ts';
import { publishFiles } from '#flow/publish.ts';
import { createRegistry } from '#flow/registry.ts';
import { startWorker } from '#flow/worker.ts';
import type { Worker, WorkerPorts } from '#flow/worker.ts';
import { createStore } from '#rim/postgres/store.ts';
import type { Store } from '#rim/postgres/store.ts';
import type { Database } from '#rim/postgres/database.ts';
import { readWebhook } from '#schema/webhook.ts';
import { CUSTOMER, FakeZendesk, ORGANIZATION } from './fake-zendesk.ts';
import { reader } from '#test/support/reader.ts';

export const ADMIN: Actor = { id: 'admin-token', name: 'Admin', role: 'admin', proven: true };

export interface TestSidecar {
  readonly store: Store;
  readonly zendesk: FakeZendesk;
  readonly ports: WorkerPorts;
  readonly worker: Worker;
  /** Sends a signed webhook's body, as the HTTP route would hand it over. */
  webhook(body: object, invocationId?: string): Promise<'accepted' | 'duplicate' | 'quarantined'>;
  /** The body that a trigger sends for the ticket as it is. */
  hint(ticketId: string, more?: object): object;
  /** Resolves when nothing is due and nothing under way. */
  quiet(): Promise<void>;
  /** Another worker on the same store. */
  another(): Worker;
  stop(): Promise<void>;
}

export async function startTestSidecar(
  database: Database,
  options: {
    readonly policies?: readonly string[];
    readonly zendesk?: FakeZendesk;
    readonly autostart?: boolean;
    /** Lets the pause before what is due next pass; without it `quiet` waits. */
    readonly pass?: (ms: number) => Promise<void>;
  } = {},
): Promise<TestSidecar> {
  const store = createStore(database);
  const log = {
    debug() {},
    info() {},
    warn() {},
    error(fields: object, message: string) {
      console.error(message, fields);
    },
  };
  const registry = createRegistry(store.policies, reader, log);
  const zendesk = options.zendesk ?? new FakeZendesk(() => Date.now());
  const names = options.policies ?? ['nextplane'];
  const files = names.map((name) => ({ name, text: readFileSync(`sidecar/policies/${name}.yaml`, 'utf8') }));
  const published = await publishFiles(files, ADMIN, { ...store, registry, reader });
  for (const { outcome } of published)
    if (typeof outcome !== 'string' && outcome.kind === 'refused') throw new Error(outcome.message);
  await registry.refresh();
  let taken = 0;
  function counting<In extends unknown[], Out>(claim: (...wish: In) => Promise<Out>): (...wish: In) => Promise<Out> {
    return (...wish) => claim(...wish).finally(() => (taken += 1));
  }
  const { claim, claimOne } = store.agenda;
  const ports: WorkerPorts = {
    ...store,
    agenda: { ...store.agenda, claim: counting(claim), claimOne: counting(claimOne) },
    zendesk,
    registry,
    log,
    account: createAccount({ ...store, zendesk, log }, () => performance.now()),
    installedAt: Number(await store.settings.setOnce('installed_at', String(await store.clock.now()))),
    random: () => 0.5,
    worker: randomUUID(),
  };
  const worker = options.autostart === false ? idleWorker() : startWorker(ports);
  const workers = [worker];
  return {
    store,
    zendesk,
    ports,
    worker,
    webhook: (body, invocationId = randomUUID()) => {
      const text = JSON.stringify(body);
      return accept(store.inbox, { invocationId, identity: '', text, reading: readWebhook(Buffer.from(text)) });
    },
    hint(ticketId, more = {}) {
      const ticket = zendesk.ticket(ticketId);
      return {
        ticket_id: ticketId,
        status: ticket.status,
        priority: ticket.priority ?? '',
        type: ticket.type ?? '',
        tags: ticket.tags.join(' '),
        organization_id: ticket.organizationId,
        requester_id: ticket.requesterId,
        updated_at: ticket.updatedStamp,
        fields: { support_impact: ticket.fields['360001'] ?? '', support_request: ticket.fields['360002'] ?? '' },
        ...more,
      };
    },
    async quiet() {
      for (;;) {
        // What was under way when it was asked, or began since, may have ended by the answer, which then tells of the claim.
        const wasIdle = workers.every((each) => each.isIdle());
        const before = taken;
        const wait = await store.agenda.nextDueIn();
        const isIdle = wasIdle && taken === before && workers.every((each) => each.isIdle());
        if (isIdle && (wait === null || wait > 2_000)) return;
        if (isIdle && wait !== null && wait > 0 && options.pass !== undefined) await options.pass(wait);
        else await new Promise((resolve) => setTimeout(resolve, Math.min(wait ?? 10, 20)));
      }
    },
    another() {
      const other = startWorker({ ...ports, worker: randomUUID() });
      workers.push(other);
      return other;
    },
    async stop() {
      await Promise.all(workers.map((each) => each.stop(5_000)));
    },
  };
}

function idleWorker(): Worker {
  return {
    lookNow: () => Promise.resolve(null),
    rest: () => undefined,
    stop: () => Promise.resolve(),
    isIdle: () => true,
  };
}

export function contract(more: Partial<ContractTerms> = {}): ContractTerms {
  return {
    organizationId: ORGANIZATION,
    policyId: 'nextplane',
    tier: 'business',
    status: 'active',
    startsOn: null,
    endsOn: null,
    partner: null,
    region: null,
    users: null,
    entitlements: {},
    contacts: [{ role: 'approved', userId: CUSTOMER }],
    timeZone: null,
    holidays: [],
    extra: {},
    ...more,
  };
}
