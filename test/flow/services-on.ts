/** Everything that pages may ask, over a sidecar under test; nothing is said of the credential for Zendesk or of its clock. */
import type { RecentReads } from '#flow/recent-reads.ts';
import { createServices } from '#flow/services.ts';
import type { ServicePorts } from '#flow/services.ts';
import { reader } from '#test/support/reader.ts';
import type { TestSidecar } from './sidecar.ts';

/** `more`: in place of the sidecar's own. */
export function servicesOn(
  sidecar: TestSidecar,
  recent: RecentReads,
  more: Partial<Pick<ServicePorts, 'worker' | 'defects'>> = {},
): ReturnType<typeof createServices> {
  return createServices({
    ...sidecar.ports,
    ...sidecar.store,
    worker: sidecar.worker,
    recent,
    reader,
    defects: null,
    standing: { told: () => undefined, refusedSince: () => Promise.resolve(null) },
    clocks: { offset: () => null },
    defaultPolicy: null,
    ...more,
  });
}
