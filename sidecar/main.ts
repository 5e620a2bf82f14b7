/** The sidecar: environment → database → steps → workers → HTTP; stopped in reverse. Read from top to bottom. */
import { listen, ListenRefused } from '#rim/http/listen.ts';
import { DatabaseRefused, DatabaseUnavailable } from '#rim/postgres/database.ts';
import { createLogger, type Logger } from '#rim/process/logger.ts';
import { createMetrics } from '#rim/process/metrics.ts';
import { onSignals } from '#rim/process/signals.ts';
import { printFaults, readEnvironment } from './environment.ts';
import { PolicyFault } from './policy-folder.ts';
import type { Settings } from './settings.ts';
import { createAuditRefusal } from './start/audit-refusal.ts';
import { createStops } from './start/base.ts';
import { startGraphql } from './start/graphql.ts';
import { createMounts } from './start/mounts.ts';
import { readPolicies } from './start/policies.ts';
import { buildServer } from './start/server.ts';
import { startServices } from './start/services.ts';
import { openStore } from './start/store.ts';
import { startTidying } from './start/tidying.ts';
import { startWork } from './start/work.ts';
import { reachZendesk } from './start/zendesk.ts';

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
  signals.stopBy(await start(settings, log));
} catch (error) {
  if (error instanceof DatabaseRefused || error instanceof PolicyFault || error instanceof ListenRefused)
    log.fatal(error.message);
  else if (error instanceof DatabaseUnavailable)
    log.fatal(`${error.message}: look at DATABASE_URL and at the database`);
  else log.fatal({ err: error }, 'the sidecar could not start');
  process.exit(1);
}

/** Starts everything; answers what stops it. What was started is stopped again when a later part fails. */
async function start(settings: Settings, log: Logger): Promise<() => Promise<void>> {
  const stops = createStops();
  const base = { settings, log, metrics: createMetrics(), stops };
  try {
    const kept = await openStore(base);
    const outside = reachZendesk(base, kept);
    const policies = await readPolicies(base, kept);
    const work = await startWork(base, kept, outside, policies);
    const services = startServices(base, kept, outside, policies, work);
    const auditRefusal = createAuditRefusal(base, kept);
    const graphql = await startGraphql(base, outside, services, auditRefusal);
    const mounts = await createMounts(base, kept, outside, graphql, auditRefusal);
    const server = buildServer(base, kept, outside, work, services, mounts);
    startTidying(base, kept, policies, work);
    // First of all: the loop is needed by those who wait for an answer.
    stops.add(work.rest);
    const address = await listen(server, settings);
    log.info({ address, database: kept.kind, policies: policies.registry.ids() }, 'ready');
    return stops.stopAll;
  } catch (error) {
    await stops.stopAll();
    throw error;
  }
}
