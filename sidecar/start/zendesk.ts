/** Zendesk, and what its answers tell of the credential and of the clocks. */
import { createClockWatch, type ClockWatch } from '#flow/clock-watch.ts';
import { createStanding, type Standing } from '#flow/standing.ts';
import { createZendesk } from '#rim/zendesk/zendesk.ts';
import { elapsed, type Base } from './base.ts';
import type { Kept } from './store.ts';

export interface Outside {
  readonly zendesk: ReturnType<typeof createZendesk>;
  /** Whether Zendesk takes our credential. */
  readonly standing: Standing;
  /** How far the database's clock is from Zendesk's. */
  readonly clocks: ClockWatch;
}

/** Asks nothing of Zendesk yet. */
export function reachZendesk({ settings, log, metrics }: Base, { store, clock }: Kept): Outside {
  const standing = createStanding({ ...store, log }, elapsed);
  const clocks = createClockWatch(clock.unmoved, log);
  const zendesk = createZendesk({
    ...settings.zendesk,
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
  return { zendesk, standing, clocks };
}
