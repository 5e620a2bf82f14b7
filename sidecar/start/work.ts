/** The work that goes on by itself: the worker's looks and write-backs, and the reconciling. */
import { randomUUID } from 'node:crypto';
import { createAccount } from '#flow/account.ts';
import { startReconciling } from '#flow/reconcile.ts';
import { startWorker } from '#flow/worker.ts';
import { complain, elapsed, type Base } from './base.ts';
import type { ReadPolicies } from './policies.ts';
import type { Kept } from './store.ts';
import type { Outside } from './zendesk.ts';

/** The steps at work, and their ports. */
export type Work = Awaited<ReturnType<typeof startWork>>;

/** By then the worker has ended, whatever the answers took before it: a stop is forced after nine seconds. */
const STOPS_WITHIN_MS = 8_000;

/** `ports`: what the steps need, also for those who ask; `rest`: no further tickets are taken. */
export async function startWork(base: Base, { store }: Kept, { zendesk }: Outside, { registry }: ReadPolicies) {
  const { log, metrics, stops } = base;
  const ports = {
    ...store,
    zendesk,
    isRefused: zendesk.isRefused,
    registry,
    log,
    account: createAccount({ ...store, zendesk, log }, elapsed, store.agenda.askPolicy),
    installedAt: Number(await store.settings.setOnce('installed_at', String(await store.clock.now()))),
    random: Math.random,
    worker: randomUUID(),
    observe: (outcome: string) => metrics.looks.inc({ outcome }),
  };
  // Whoever the credential belongs to now; an absent Zendesk leaves what was known.
  void ports.account.refresh().catch(complain(base, 'the account was not read'));
  const worker = startWorker(ports);
  let began = elapsed();
  stops.add(() => worker.stop(Math.max(1_000, STOPS_WITHIN_MS - (elapsed() - began))));
  const reconciling = startReconciling(ports);
  stops.add(() => reconciling.stop());
  return {
    ports,
    worker,
    rest() {
      began = elapsed();
      worker.rest();
    },
  };
}
