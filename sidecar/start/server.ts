/** The HTTP server: webhooks, what operators ask, and what is open to people. */
import { accept } from '#flow/accept.ts';
import { causesOf } from '#flow/health.ts';
import { createHttpServer, type Mount } from '#rim/http/server.ts';
import { setHealth } from '#rim/process/health-gauges.ts';
import type { Base } from './base.ts';
import type { AllServices } from './services.ts';
import type { Kept } from './store.ts';
import type { Work } from './work.ts';
import type { Outside } from './zendesk.ts';

/** Listens nowhere yet. */
export function buildServer(
  { settings, log, metrics, stops }: Base,
  { store, clock }: Kept,
  { standing, clocks }: Outside,
  { ports }: Work,
  services: AllServices,
  mounts: readonly Mount[],
): ReturnType<typeof createHttpServer> {
  const { webhook, adminTokens, defaultPolicy } = settings;
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
      adminTokens,
      readiness: () => causesOf({ ...ports, standing, clocks, defaultPolicy }),
      async metrics() {
        setHealth(metrics, await services.health(), clocks.offset());
        return { contentType: metrics.registry.contentType, text: await metrics.registry.metrics() };
      },
    },
    mounts,
    observe: (route, status) => metrics.requests.inc({ route, status }),
  });
  stops.add(() => server.close());
  return server;
}
