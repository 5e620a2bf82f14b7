/** Everything that pages and scripts may ask for and do. */
import { randomUUID } from 'node:crypto';
import { createBacktests } from '#flow/backtest.ts';
import { createRecentReads } from '#flow/recent-reads.ts';
import { createServices } from '#flow/services.ts';
import { backtestPages } from '#rim/backtest/crew.ts';
import { createGithubDefects } from '#rim/github/defects.ts';
import { elapsed, type Base } from './base.ts';
import type { ReadPolicies } from './policies.ts';
import type { Kept } from './store.ts';
import type { Work } from './work.ts';
import type { Outside } from './zendesk.ts';

/** What GraphQL answers from. */
export type AllServices = ReturnType<typeof startServices>;

/** The services over the steps, and backtests in threads of their own. */
export function startServices(
  { settings, stops }: Base,
  { store }: Kept,
  { standing, clocks }: Outside,
  { reader }: ReadPolicies,
  { ports, worker }: Work,
) {
  const { github, defaultPolicy } = settings;
  const defects = github === null ? null : createGithubDefects(github);
  const recent = createRecentReads(store, elapsed);
  stops.add(recent.close);
  const services = createServices({ ...ports, worker, recent, reader, defects, standing, clocks, defaultPolicy });
  const { stop, ...backtesting } = createBacktests({
    ...ports,
    reader,
    replay: (pair, pages, options) => backtestPages(pair, pages, { ...options, threads: 1 }),
    newId: randomUUID,
    elapsed,
  });
  stops.add(stop);
  return { ...services, ...backtesting };
}
