// The door: starts one Zendesk account on a port of this machine.
import { setImmediate as turn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { createAccount, type Account } from './account.ts';
import { appRoutes, createAppKeys } from './api/apps.ts';
import { auditRoutes } from './api/audits.ts';
import { exportRoutes } from './api/exports.ts';
import { fieldRoutes } from './api/fields.ts';
import { jobRoutes } from './api/jobs.ts';
import { oauthRoutes } from './api/oauth.ts';
import { organizationRoutes, userRoutes } from './api/people.ts';
import { ticketListRoutes } from './api/ticket-lists.ts';
import { ticketRoutes } from './api/tickets.ts';
import { triggerRoutes } from './api/triggers.ts';
import { webhookRoutes } from './api/webhooks.ts';
import { createClock, toStamp, type SandboxClock } from './clock.ts';
import { contractsOf, type ContractSeed } from './contracts.ts';
import { controlRoutes } from './control/control.ts';
import type { Faults } from './http/faults.ts';
import type { RequestLog, WriteEntry } from './http/logs.ts';
import { createServer } from './http/server.ts';
import type { NetworkModes, SandboxOptions } from './options.ts';
import { createState, type SandboxState } from './state.ts';
import type { TicketInput } from './tickets/input.ts';
import { viaOf, type Written } from './tickets/write.ts';
import type { Delivery } from './webhooks/dispatcher.ts';
import { buildWorld } from './world.ts';
import { addWebhook } from './world/triggers.ts';

export interface Sandbox {
  /** `http://127.0.0.1:41234`, without a slash at the end. */
  url: string;
  state: SandboxState;
  clock: SandboxClock;
  account: Account;
  server: FastifyInstance;
  contracts: ContractSeed[];
  faults: Faults;
  requests: RequestLog;
  writes: WriteEntry[];
  deliveries: Delivery[];
  network: NetworkModes;
  /** Writes a ticket as a user, without HTTP. Throws a `Refusal`. */
  createTicket(input: TicketInput, by: { actorId: number; channel?: string }): Written;
  updateTicket(ticketId: number, input: TicketInput, by: { actorId: number; channel?: string }): Written;
  /** Ends all access tokens at once. */
  revokeTokens(): void;
  /** Resolves when no webhook delivery and no job is under way. */
  webhooksSettled(): Promise<void>;
  /** The world as at the start. */
  reset(): void;
  close(): Promise<void>;
}

/** Starts a sandbox and resolves when it listens. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? createClock();
  const state = createState({
    subdomain: options.subdomain ?? 'sandbox',
    accountId: options.accountId ?? 22_129_848,
    idBase: options.idBase ?? 28_600_000_000_000,
    ticketIdBase: 35_400,
    seed: options.seed ?? 1,
  });
  const fill = () => {
    (options.world ?? buildWorld)(state, clock);
    if (options.webhook) addWebhook(state, clock.now(), options.webhook);
  };
  const account = createAccount(state, clock, options);
  const keys = createAppKeys(account);
  const server = createServer(account);
  const reset = () => {
    state.clear();
    account.limiter.reset();
    account.writes.splice(0);
    fill();
    state.announce.emit('reset', { now: toStamp(clock.now()) });
  };
  const stopListening = clock.onChange((now) => void state.announce.emit('clock', { now: toStamp(now) }));

  for (const fault of options.faults ?? []) account.faults.next(fault);
  fill();
  oauthRoutes(server, account);
  ticketRoutes(server, account);
  ticketListRoutes(server, account);
  auditRoutes(server, account);
  jobRoutes(server, account);
  userRoutes(server, account);
  organizationRoutes(server, account);
  fieldRoutes(server, account);
  triggerRoutes(server, account);
  webhookRoutes(server, account);
  exportRoutes(server, account);
  appRoutes(server, account, keys);
  controlRoutes(server, account, keys, reset);
  if (options.pages) await options.pages(server);
  state.account.url = await server.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });

  return {
    url: state.account.url,
    state,
    clock,
    account,
    server,
    get contracts() {
      return contractsOf(state);
    },
    faults: account.faults,
    requests: account.requests,
    writes: account.writes,
    deliveries: account.dispatcher.deliveries,
    network: account.network,
    createTicket: (input, by) =>
      account.createTicket(input, { actorId: by.actorId, via: viaOf(by.channel ?? 'web'), at: clock.now() }),
    updateTicket: (id, input, by) =>
      account.updateTicket(id, input, { actorId: by.actorId, via: viaOf(by.channel ?? 'web'), at: clock.now() }),
    revokeTokens: () => account.sessions.revokeTokens(),
    webhooksSettled: () => account.settled(),
    reset,
    async close() {
      stopListening();
      state.announce.removeAllListeners();
      await account.close();
      await server.close();
      // The socket handles close one turn after the server says so.
      await turn();
    },
  };
}
