// Sends webhook calls as Zendesk does: later, signed, best effort; sometimes twice, late, out of order or never.
import { toStamp, type SandboxClock } from '../clock.ts';
import type { DeliveryOptions, NetworkModes } from '../options.ts';
import type { Webhook } from '../records.ts';
import type { SandboxState } from '../state.ts';
import type { WebhookCall } from '../triggers/engine.ts';
import { sendSigned, unconnected, type Attempted } from './attempt.ts';
import { createBreaker } from './breaker.ts';
import { nextAfter, type AttemptCounts, type Outcome } from './redelivery.ts';

export interface Attempt {
  at: string;
  durationMs: number;
  outcome: Outcome;
}

export interface Delivery {
  invocationId: string;
  webhookId: string;
  triggerId: number | null;
  ticketId: number | null;
  body: string;
  at: string;
  state: 'waiting' | 'delivered' | 'lost';
  because: string | null;
  attempts: Attempt[];
}

export interface Dispatcher {
  deliveries: Delivery[];
  dispatch(calls: readonly WebhookCall[]): void;
  /** Sends a body that no trigger made (event webhooks, tests). */
  send(webhook: Webhook, body: string, about?: { ticketId: number }): Delivery;
  /** One signed request without redelivery. */
  attempt(webhook: Webhook, body: string, invocationId: string, secret?: string): Promise<Attempted>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Makes the dispatcher of one account. */
export function createDispatcher(
  state: SandboxState,
  clock: SandboxClock,
  options: DeliveryOptions,
  network: NetworkModes,
): Dispatcher {
  const deliveries: Delivery[] = [];
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();
  const breaker = createBreaker(options.circuitBreaker);
  let held: (() => void) | null = null;

  const wait = (ms: number) =>
    ms <= 0
      ? Promise.resolve()
      : new Promise<void>((resolve) => {
          const timer = setTimeout(done, ms);
          function done() {
            clearTimeout(timer);
            closing.signal.removeEventListener('abort', done);
            resolve();
          }
          closing.signal.addEventListener('abort', done);
        });

  async function attempt(
    webhook: Webhook,
    body: string,
    invocationId: string,
    secret = webhook.secret,
  ): Promise<Attempted> {
    if (network.webhooks === 'down') return unconnected('network down');
    if (network.webhooks === 'slow') await wait(network.delayMs);
    const attempted = await sendSigned(webhook, {
      body,
      invocationId,
      secret,
      accountId: state.account.id,
      timestamp: toStamp(clock.now()),
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(options.timeoutMs)]),
    });
    return network.webhooks === 'reset' ? unconnected('answer lost') : attempted;
  }

  async function deliver(delivery: Delivery, webhook: Webhook): Promise<void> {
    const counts: AttemptCounts = { conflicts: 0, pauses: 0, timeouts: 0 };
    while (!closing.signal.aborted) {
      if (breaker.isOpen()) return lose(delivery, 'circuit breaker');
      const started = performance.now();
      const { outcome } = await attempt(webhook, delivery.body, delivery.invocationId);
      delivery.attempts.push({
        at: toStamp(clock.now()),
        durationMs: Math.round(performance.now() - started),
        outcome,
      });
      const next = nextAfter(outcome, counts, options.retryWaitMs);
      breaker.count(next.kind !== 'delivered');
      if (next.kind === 'delivered') {
        delivery.state = 'delivered';
        return;
      }
      if (next.kind === 'lost') return lose(delivery, next.because);
      if (outcome.kind === 'timeout') counts.timeouts += 1;
      else if (outcome.kind === 'answered' && outcome.status === 409) counts.conflicts += 1;
      else counts.pauses += 1;
      await wait(next.waitMs);
    }
  }

  function lose(delivery: Delivery, because: string): void {
    if (delivery.state === 'waiting') delivery.state = 'lost';
    delivery.because = because;
  }

  /** Resolves when it is delivered or lost. */
  function start(delivery: Delivery, webhook: Webhook): Promise<void> {
    const [least, most] = options.delayMs;
    const task = wait(least + state.random() * (most - least)).then(() => deliver(delivery, webhook));
    const tracked: Promise<void> = task.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  }

  function release(): void {
    const go = held;
    held = null;
    go?.();
  }

  function send(webhook: Webhook, body: string, about: { ticketId?: number; triggerId?: number } = {}): Delivery {
    const delivery: Delivery = {
      invocationId: state.nextUlid(clock.now()),
      webhookId: webhook.id,
      triggerId: about.triggerId ?? null,
      ticketId: about.ticketId ?? null,
      body,
      at: toStamp(clock.now()),
      state: 'waiting',
      because: null,
      attempts: [],
    };
    deliveries.push(delivery);
    if (deliveries.length > options.logSize) deliveries.shift();
    if (state.random() < options.dropProbability) {
      lose(delivery, 'dropped');
      return delivery;
    }
    const go = () => {
      const started = start(delivery, webhook);
      if (state.random() < options.duplicateProbability) void start(delivery, webhook);
      return started;
    };
    // A held delivery goes out when the one that follows it has come: begun together, either could come first.
    if (held === null && state.random() < options.reorderProbability) held = () => void go();
    else void go().finally(release);
    return delivery;
  }

  return {
    deliveries,
    attempt,
    send,
    dispatch(calls) {
      for (const call of calls) {
        const webhook = state.webhooks.get(call.webhookId);
        if (!webhook || webhook.status !== 'active') continue;
        const body = typeof call.payload === 'string' ? call.payload : new URLSearchParams(call.payload).toString();
        send(webhook, body, call);
      }
    },
    async settled() {
      do {
        await Promise.all(underWay);
        release();
      } while (underWay.size > 0);
    },
    async close() {
      held = null;
      closing.abort();
      await Promise.allSettled(underWay);
    },
  };
}
