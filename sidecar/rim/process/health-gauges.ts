/** The gauges that tell of the sidecar's health, set when they are scraped. */
import type { Health } from '#flow/health.ts';
import type { Metrics } from './metrics.ts';

/** `offsetMs`: by how much the database's clock is ahead of Zendesk's; null: nobody knows. */
export function setHealth(metrics: Metrics, { causes, backlog }: Omit<Health, 'ready'>, offsetMs: number | null): void {
  metrics.refused.set(causes.some(({ name, ready }) => name === 'zendesk' && !ready) ? 1 : 0);
  metrics.clockOffset.set((offsetMs ?? NaN) / 1_000);
  metrics.backlog.set(backlog?.due ?? NaN);
  metrics.lateness.set(backlog === null ? NaN : backlog.lateMs / 1_000);
  metrics.parked.set(backlog?.failed ?? NaN);
  metrics.quarantined.set(backlog?.setAside ?? NaN);
}
