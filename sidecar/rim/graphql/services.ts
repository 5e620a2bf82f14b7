/** What the resolvers ask of the sidecar: the flow's steps, whose shapes these are. */
import type { Backtesting } from '#flow/backtest.ts';
import type { createServices } from '#flow/services.ts';

/** Steps that must ask an absent Zendesk reject with an Unavailable. */
export interface Services extends ReturnType<typeof createServices>, Omit<Backtesting, 'stop'> {}
