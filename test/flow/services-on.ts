/** Everything that pages may ask, over a sidecar under test; nothing is said of the credential for Zendesk or of its clock. */
import type { RecentReads } from '#flow/recent-reads.ts';
import { createServices } from '#flow/services.ts';
import type { Worker } from '#flow/worker.ts';
import { reader } from '#test/support/reader.ts';
import type { TestSidecar } from './sidecar.ts';

/** `worker`: in place of the sidecar's own. */
export function servicesOn(
  sidecar: TestSidecar,
  recent: RecentReads,
  worker: Worker = sidecar.worker,
): ReturnType<typeof createServices> {
  return createServices({
    ...sidecar.ports,
    ...sidecar.store,
    worker,
    recent,
    reader,
    defects: null,
    standing: { told: () => undefined, refusedSince: () => Promise.resolve(null) },
    clocks: { offset: () => null },
    defaultPolicy: null,
  });
}
