/** The sidecar's numbers for Prometheus. Names are part of the outside: see docs/operating.md. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** A registry of its own, so that two sidecars in one test process do not share numbers. */
export function createMetrics() {
  const metrics = metricsOf();
  // From 0 on: of a number that appears with its first event an alert does not see the first.
  for (const answer of ANSWERS) metrics.webhooks.inc({ answer }, 0);
  for (const outcome of LOOKS) metrics.looks.inc({ outcome }, 0);
  for (const kind of CALLS)
    for (const outcome of ['unauthorized', 'rate_limited']) metrics.zendeskCalls.inc({ kind, outcome }, 0);
  return metrics;
}

const ANSWERS = [
  'accepted',
  'duplicate',
  'quarantined',
  'SIGNATURE_INVALID',
  'SIGNATURE_STALE',
  'BAD_REQUEST',
  'REQUEST_TIMEOUT',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'UNAVAILABLE',
];

const LOOKS = ['read', 'unchanged', 'failed'];
const CALLS = ['read', 'update', 'job', 'export'];

function metricsOf() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'tierline_' });
  return {
    registry,
    /** Webhooks by answer: accepted, duplicate, quarantined, or the code of the refusal. */
    webhooks: new Counter({
      name: 'tierline_webhooks_total',
      help: 'Webhooks by answer',
      labelNames: ['answer'],
      registers,
    }),
    webhookSeconds: new Histogram({
      name: 'tierline_webhook_seconds',
      help: 'From the first byte of a webhook to its answer',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    requests: new Counter({
      name: 'tierline_http_requests_total',
      help: 'Requests by route and status',
      labelNames: ['route', 'status'],
      registers,
    }),
    zendeskCalls: new Counter({
      name: 'tierline_zendesk_calls_total',
      help: 'Calls to Zendesk by kind (read, update, job, export) and outcome (ok or the kind of failure)',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    zendeskSeconds: new Histogram({
      name: 'tierline_zendesk_call_seconds',
      help: 'Duration of calls to Zendesk',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
      registers,
    }),
    looks: new Counter({ name: 'tierline_looks_total', help: 'Looks by outcome', labelNames: ['outcome'], registers }),
    /** Tickets whose look is due, and by how long the oldest is late. */
    backlog: new Gauge({
      name: 'tierline_backlog_tickets',
      help: 'Tickets that wait to be looked at, also after a look that failed',
      registers,
    }),
    lateness: new Gauge({
      name: 'tierline_look_lateness_seconds',
      help: 'Lateness of the oldest waiting look',
      registers,
    }),
    refused: new Gauge({
      name: 'tierline_zendesk_refused',
      help: '1 while Zendesk refuses the OAuth client, at whichever replica, else 0',
      registers,
    }),
    clockOffset: new Gauge({
      name: 'tierline_clock_offset_seconds',
      help: "By how much the database's clock is ahead of Zendesk's; NaN before the first answers",
      registers,
    }),
    parked: new Gauge({ name: 'tierline_parked_tickets', help: 'Tickets whose write-back was given up', registers }),
    quarantined: new Gauge({
      name: 'tierline_quarantined_webhooks',
      help: 'Signed webhooks that could not be read',
      registers,
    }),
  };
}
