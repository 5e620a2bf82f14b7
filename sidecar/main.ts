/** The sidecar: environment → database → steps → workers → HTTP; stopped in reverse. Read from top to bottom. */
import { hash, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { createAccount } from '#flow/account.ts';
import { accept } from '#flow/accept.ts';
import { actorName } from '#flow/actor-name.ts';
import { createBacktests } from '#flow/backtest.ts';
import type { AuditEntry } from '#flow/ports/store.ts';
import { startReconciling } from '#flow/reconcile.ts';
import { createRecentReads } from '#flow/recent-reads.ts';
import { createRegistry } from '#flow/registry.ts';
import { createClockWatch } from '#flow/clock-watch.ts';
import { causesOf } from '#flow/health.ts';
import { createServices } from '#flow/services.ts';
import { createStanding } from '#flow/standing.ts';
import { createVisibility } from '#flow/visibility.ts';
import { visibleTo } from '#flow/visible-services.ts';
import { startWorker } from '#flow/worker.ts';
import { backtestPages } from '#rim/backtest/crew.ts';
import { createGithubDefects } from '#rim/github/defects.ts';
import { createGraphqlEngine } from '#rim/graphql/engine.ts';
import { persistedOperations } from '#rim/graphql/persisted.ts';
import { createThreadReader } from '#rim/holidays/reader.ts';
import { hostedAppMount, pageIn } from '#rim/http/app-route.ts';
import { createAuthentication } from '#rim/http/authentication/authentication.ts';
import { createSessions } from '#rim/http/authentication/sessions.ts';
import { createSignedUrlReader } from '#rim/http/authentication/signed-url.ts';
import type { RoleReading } from '#rim/http/authentication/viewer.ts';
import { graphqlMount } from '#rim/http/graphql-route.ts';
import { listen, ListenRefused } from '#rim/http/listen.ts';
import { createHttpServer } from '#rim/http/server.ts';
import { DatabaseRefused, DatabaseUnavailable } from '#rim/postgres/database.ts';
import { openDatabase } from '#rim/postgres/open.ts';
import { createStore } from '#rim/postgres/store.ts';
import { createLogger } from '#rim/process/logger.ts';
import { createMetrics } from '#rim/process/metrics.ts';
import { onSignals } from '#rim/process/signals.ts';
import { createZendesk } from '#rim/zendesk/zendesk.ts';
import { APP_OPERATIONS } from '../zendesk-app/api/operations.ts';
import { printFaults, readEnvironment, type Settings } from './environment.ts';
import { PolicyFault, publishFolder } from './policy-folder.ts';

const TIDY_EVERY_MS = 60_000;
/** By then the worker has ended, whatever the answers took before it: a stop is forced after nine seconds. */
const STOPS_WITHIN_MS = 8_000;

const reading = readEnvironment();
if (reading.kind === 'faults') {
  process.stderr.write(`${printFaults(reading.faults)}\n`);
  process.exit(1);
}
const { settings } = reading;
const log = createLogger(settings.logLevel);
for (const { name, message } of reading.warnings) log.warn({ setting: name }, message);

const signals = onSignals(log);

try {
  signals.stopBy(await start(settings));
} catch (error) {
  if (error instanceof DatabaseRefused || error instanceof PolicyFault || error instanceof ListenRefused)
    log.fatal(error.message);
  else if (error instanceof DatabaseUnavailable)
    log.fatal(`${error.message}: look at DATABASE_URL and at the database`);
  else log.fatal({ err: error }, 'the sidecar could not start');
  process.exit(1);
}

/** Starts everything; answers what stops it. What was started is stopped again when a later part fails. */
async function start({ zendesk: account, webhook, app, ...rest }: Settings): Promise<() => Promise<void>> {
  const stops: (() => Promise<unknown> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  try {
    const metrics = createMetrics();
    const database = await openDatabase({
      url: rest.databaseUrl,
      directory: resolve(rest.dataDir),
      onWait: (reason) => log.warn({ reason }, 'waiting up to 30 seconds for the database: see DATABASE_URL'),
    });
    stops.push(() => database.close());
    const store = createStore(database, credentialOf(account));
    const clock = followedClock(database, store.clock);
    stops.push(clock.stop);

    const standing = createStanding({ ...store, log }, () => performance.now());
    const clocks = createClockWatch(clock.unmoved, log);
    const zendesk = createZendesk({
      ...account,
      budget: store.budget,
      log,
      now: clock.now,
      observe(kind, outcome, seconds) {
        metrics.zendeskCalls.inc({ kind, outcome });
        metrics.zendeskSeconds.observe(seconds);
        standing.told(outcome);
      },
      onDate: clocks.told,
    });
    const defects = rest.github === null ? null : createGithubDefects(rest.github);
    const reader = createThreadReader();
    stops.push(reader.close);
    const registry = createRegistry(store.policies, reader, log, rest.defaultPolicy);
    const publishing = { ...store, registry, reader };
    if (rest.policiesDir !== null) await publishFolder(rest.policiesDir, publishing, log);
    const readPolicies = (): void => void registry.refresh().catch(complain('policies were not read again'));
    stops.push(store.policies.onPublished(readPolicies));
    await registry.refresh();
    await store.agenda.askPublished(registry.ids().length > 0);

    const ports = {
      ...store,
      zendesk,
      isRefused: zendesk.isRefused,
      registry,
      log,
      account: createAccount({ ...store, zendesk, log }, () => performance.now(), store.agenda.askPolicy),
      installedAt: Number(await store.settings.setOnce('installed_at', String(await store.clock.now()))),
      random: Math.random,
      worker: randomUUID(),
      observe: (outcome: string) => metrics.looks.inc({ outcome }),
    };
    // Whoever the credential belongs to now; an absent Zendesk leaves what was known.
    void ports.account.refresh().catch(complain('the account was not read'));
    const worker = startWorker(ports);
    let began = performance.now();
    stops.push(() => worker.stop(Math.max(1_000, STOPS_WITHIN_MS - (performance.now() - began))));
    const reconciling = startReconciling(ports);
    stops.push(() => reconciling.stop());

    const recent = createRecentReads(store, () => performance.now());
    stops.push(recent.close);
    const { defaultPolicy } = rest;
    const services = createServices({ ...ports, worker, recent, reader, defects, standing, clocks, defaultPolicy });
    const auditRefusal = (entry: Pick<AuditEntry, 'actor' | 'role' | 'action' | 'outcome'>): void =>
      void store.audit.append({ ...entry, subject: '', detail: null }).catch(complain('a refusal was not audited'));
    const { stop: stopBacktests, ...backtesting } = createBacktests({
      ...ports,
      reader,
      replay: (pair, pages, options) => backtestPages(pair, pages, { ...options, threads: 1 }),
      newId: randomUUID,
      elapsed: () => performance.now(),
    });
    stops.push(stopBacktests);
    const all = { ...services, ...backtesting };
    const visibility = createVisibility(zendesk, () => performance.now());
    const graphql = await createGraphqlEngine({
      services: all,
      servicesFor: (by) => (by.proven && by.role !== 'admin' ? visibleTo(by.id, all, visibility) : all),
      log,
      persisted: persistedOperations(APP_OPERATIONS),
      persistedOnly: rest.persistedOnly,
      onForbidden: (by, call, role) =>
        auditRefusal({ actor: actorName(by), role, action: call, outcome: 'refused: FORBIDDEN' }),
    });
    stops.push(() => graphql.stop());

    const lookUpRole = async (userId: string): Promise<RoleReading> => {
      const answer = await zendesk.users([userId]);
      if (!answer.ok) return { kind: 'unknown' };
      const [user] = answer.value;
      if (user === undefined || user.suspended) return { kind: 'none' };
      if (user.role === 'end-user') return { kind: 'role', role: 'end_user' };
      return { kind: 'role', role: user.light ? 'light_agent' : user.role };
    };
    const sessions = app.publicKey === null ? null : createSessions(account.clientSecret, clock.now, store);
    const authenticate = createAuthentication({
      secrets: app.secrets,
      subdomain: account.subdomain,
      adminTokens: rest.adminTokens,
      sessions,
      lookUpRole,
      now: clock.now,
    });
    const mounts = [graphqlMount(graphql, authenticate)];
    if (app.publicKey !== null && sessions !== null) {
      const readToken = await createSignedUrlReader({
        publicKey: app.publicKey,
        zendeskUrl: account.url,
        subdomain: account.subdomain,
        installationId: app.installationId,
        now: clock.now,
        firstUse: store.firstUse,
        onReplay: (actor) => auditRefusal({ actor, role: 'unknown', action: 'openApp', outcome: 'refused: REPLAYED' }),
      });
      const folder = resolve(import.meta.dirname, '../dist/zendesk-app/assets');
      if ((await pageIn(folder)) === null)
        log.warn(
          'ZENDESK_APP_PUBLIC_KEY is set, but the app was not built, so nobody can open it: run `npm run build`',
        );
      mounts.push(hostedAppMount({ folder, zendeskUrl: account.url, readToken, ...sessions }));
    }

    const server = createHttpServer({
      log,
      webhook: {
        ...webhook,
        now: clock.now,
        accept: (delivery) => accept(store.inbox, delivery),
        observe(answer, seconds) {
          metrics.webhooks.inc({ answer });
          metrics.webhookSeconds.observe(seconds);
        },
      },
      operations: {
        adminTokens: rest.adminTokens,
        readiness: () => causesOf({ ...ports, standing, clocks, defaultPolicy }),
        async metrics() {
          const { causes, backlog } = await services.health();
          metrics.refused.set(causes.some(({ name, ready }) => name === 'zendesk' && !ready) ? 1 : 0);
          metrics.clockOffset.set((clocks.offset() ?? NaN) / 1_000);
          metrics.backlog.set(backlog?.due ?? NaN);
          metrics.lateness.set(backlog === null ? NaN : backlog.lateMs / 1_000);
          metrics.parked.set(backlog?.failed ?? NaN);
          metrics.quarantined.set(backlog?.setAside ?? NaN);
          return { contentType: metrics.registry.contentType, text: await metrics.registry.metrics() };
        },
      },
      mounts,
      observe: (route, status) => metrics.requests.inc({ route, status }),
    });
    stops.push(() => server.close());
    const tidying = setInterval(() => {
      void store.tidy().catch(complain('old rows were not removed'));
      // Word of a publication is lost with a connection: nobody stays behind for longer than this.
      readPolicies();
      ports.account.lookForFields();
      void store.agenda.askPublished().catch(complain('tickets of a publication were not asked for'));
    }, TIDY_EVERY_MS);
    stops.push(() => clearInterval(tidying));
    // First of all: the loop is needed by those who wait for an answer.
    stops.push(() => {
      began = performance.now();
      worker.rest();
    });
    const address = await listen(server, rest);
    log.info({ address, database: database.kind, policies: registry.ids() }, 'ready');
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The same for all who use the same OAuth client; a secret cannot be had from it. */
function credentialOf({ clientId, clientSecret }: Settings['zendesk']): string {
  return hash('sha256', `tierline:${clientId}:${clientSecret}`, 'base64url').slice(0, 12);
}

/**
 * The database's clock, which all replicas share: a machine whose own is wrong refuses no webhook and no token. Moved by the
 * parent process where there is one: only the sandbox starts us as its child.
 */
function followedClock(
  database: Awaited<ReturnType<typeof openDatabase>>,
  heard: ReturnType<typeof createStore>['clock'],
): { now: () => number; unmoved: () => number | null; stop: () => void } {
  let offset = 0;
  const ask = (): void =>
    void heard.now().catch((error: unknown) => log.debug({ err: error }, 'the clock is carried on'));
  ask();
  const asking = setInterval(ask, 5_000);
  const follow = (message: unknown): void => {
    if (typeof message !== 'object' || message === null || !('kind' in message) || message.kind !== 'clock') return;
    if (!('offsetMs' in message) || typeof message.offsetMs !== 'number') return;
    offset = message.offsetMs;
    void database
      .setClockOffset(offset)
      .then(() => database.notify('tierline_due', ''))
      .catch(complain('the clock was not moved'));
  };
  if (process.channel !== undefined && !settings.production) {
    process.on('message', follow);
    process.channel?.unref();
  }
  return {
    // Moved at once: what comes in next bears the new time.
    now: () => offset - database.clockOffset() + (heard.latest() ?? Date.now() + database.clockOffset()),
    // The database's own; null: it was not heard yet.
    unmoved() {
      const latest = heard.latest();
      return latest === null ? null : latest - database.clockOffset();
    },
    stop() {
      clearInterval(asking);
      process.off('message', follow);
    },
  };
}

function complain(message: string): (error: unknown) => void {
  return (error) => log.warn({ err: error }, message);
}
