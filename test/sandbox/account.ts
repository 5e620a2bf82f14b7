// One account put together: its state, and the ways in which the routes read and change it.
import type { SandboxClock } from './clock.ts';
import { createFaults, type Faults } from './http/faults.ts';
import { createLimiter, type Limiter } from './http/limits.ts';
import { createRequestLog, type RequestLog, type WriteEntry } from './http/logs.ts';
import { createSessions, type Sessions } from './http/auth.ts';
import * as defaults from './options.ts';
import type { AuditEvent, EpochMs, Ticket } from './records.ts';
import type { SandboxState } from './state.ts';
import type { TicketInput } from './tickets/input.ts';
import { createTicket, updateTicket, type WriteContext, type Written } from './tickets/write.ts';
import { createDispatcher, type Dispatcher } from './webhooks/dispatcher.ts';

export interface Account {
  state: SandboxState;
  clock: SandboxClock;
  options: defaults.SandboxOptions;
  app: defaults.AppOptions;
  clients: readonly defaults.OAuthClient[];
  network: defaults.NetworkModes;
  dispatcher: Dispatcher;
  faults: Faults;
  limiter: Limiter;
  requests: RequestLog;
  writes: WriteEntry[];
  sessions: Sessions;
  createTicket(input: TicketInput, context: WriteContext): Written;
  updateTicket(ticketId: number, input: TicketInput, context: WriteContext): Written;
  /** A ticket as it stood some time ago, when stale reads are on and chance says so. */
  readTicket(ticket: Ticket): Ticket;
  /** Runs something in the background; `settled` waits for it. */
  later(ms: number, task: () => void): void;
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Puts an account together round a filled state. */
export function createAccount(state: SandboxState, clock: SandboxClock, options: defaults.SandboxOptions): Account {
  const network: defaults.NetworkModes = { webhooks: 'ok', proxy: 'ok', delayMs: 10_000 };
  const history = options.history ?? (() => undefined);
  const dispatcher = createDispatcher(state, clock, { ...defaults.DEFAULT_DELIVERY, ...options.delivery }, network);
  const limits = { ...(options.unlimited ? defaults.NO_LIMITS : defaults.DEFAULT_LIMITS), ...options.limits };
  const writes: WriteEntry[] = [];
  const past = new Map<number, { at: EpochMs; ticket: Ticket }[]>();
  const timers = new Set<NodeJS.Timeout>();
  const idle = new Set<() => void>();

  function finish(written: Written, context: WriteContext): Written {
    if (!written.effective) return written;
    const entry = writeEntry(written, context);
    writes.push(entry);
    history({ type: 'write', ...entry });
    dispatcher.dispatch(written.calls);
    return written;
  }

  function remember(before: Ticket, after: Ticket, at: EpochMs): void {
    const known = past.get(after.id) ?? [{ at: 0, ticket: before }];
    past.set(after.id, [...known.slice(-20), { at, ticket: after }]);
  }

  return {
    state,
    clock,
    options,
    app: { ...defaultApp(), ...options.app },
    clients: options.oauthClients ?? [defaults.DEFAULT_OAUTH_CLIENT],
    network,
    dispatcher,
    faults: createFaults(),
    limiter: createLimiter(clock, limits),
    requests: createRequestLog(history),
    writes,
    sessions: createSessions(state),
    createTicket: (input, context) => finish(createTicket(state, input, context), context),
    updateTicket(id, input, context) {
      const before = state.tickets.get(id);
      const written = updateTicket(state, id, input, {
        ...context,
        noopRunsTriggers: options.noopRunsTriggers ?? false,
      });
      if (options.staleReads && before && written.effective) remember(before, written.ticket, context.at);
      return finish(written, context);
    },
    readTicket(ticket) {
      const stale = options.staleReads;
      if (!stale || state.random() >= stale.probability) return ticket;
      const then = clock.now() - stale.ms;
      return past.get(ticket.id)?.findLast((version) => version.at <= then)?.ticket ?? ticket;
    },
    later(ms, task) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        task();
        if (timers.size === 0) for (const resolve of idle) resolve();
      }, ms);
      timers.add(timer);
    },
    async settled() {
      if (timers.size > 0) {
        await new Promise<void>((resolve) => {
          const done = () => {
            idle.delete(done);
            resolve();
          };
          idle.add(done);
        });
      }
      await dispatcher.settled();
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      this.faults.close();
      await dispatcher.close();
    },
  };
}

function writeEntry({ ticket, audit, created }: Written, context: WriteContext): WriteEntry {
  const comment = audit.events.find((event) => event.type === 'Comment');
  const fields = audit.events.filter(
    (event): event is AuditEvent & { field_name: string } => typeof event.field_name === 'string',
  );
  return {
    at: context.at,
    monotonicMs: performance.now(),
    ticketId: ticket.id,
    auditId: audit.id,
    actorId: context.actorId,
    channel: context.via.channel,
    created,
    changes: Object.fromEntries(fields.map((event) => [event.field_name, event.value])),
    comment: comment ? { public: comment.public === true, body: String(comment.body) } : null,
    metadata: audit.metadata.custom,
  };
}

function defaultApp(): defaults.AppOptions {
  return {
    appId: 901,
    installationId: 902,
    name: 'Tierline',
    version: '0.1.0',
    settings: { title: 'Tierline', sidecar_url: 'http://127.0.0.1:4000' },
    secureSettings: { shared_secret: { value: defaults.DEFAULT_APP_SECRET, scopes: ['jwt_secret_key'] } },
    domainWhitelist: ['127.0.0.1', 'localhost'],
  };
}
