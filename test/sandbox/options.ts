// What a caller may choose of a sandbox, and what it is when nothing is chosen.
import type { FastifyInstance } from 'fastify';
import type { SandboxClock } from './clock.ts';
import type { Fault } from './http/faults.ts';
import type { SandboxState } from './state.ts';

export type NetworkMode = 'ok' | 'down' | 'slow' | 'reset' | 'unauthorized';

/** The way from the sandbox to the sidecar. */
export interface NetworkModes {
  webhooks: NetworkMode;
  proxy: NetworkMode;
  delayMs: number;
}

export interface DeliveryOptions {
  /** Pause before the first attempt, chosen between the two, in ms. */
  delayMs: readonly [number, number];
  duplicateProbability: number;
  dropProbability: number;
  /** A delivery changes places with the next one. */
  reorderProbability: number;
  timeoutMs: number;
  /** Pause before repeating after 409 or a timeout; after 429/503 it is what `Retry-After` says. */
  retryWaitMs: number;
  circuitBreaker: boolean;
  /** How many deliveries are remembered. */
  logSize: number;
}

/** Most requests per window; `Infinity` switches a limit off. */
export interface LimitOptions {
  accountPerMinute: number;
  ticketUpdatesPerMinute: number;
  updatesPerUserAndTicketPerTenMinutes: number;
  incrementalPerMinute: number;
  searchExportPerMinute: number;
  notifyPerMinute: number;
  jobs: number;
}

export interface OAuthClient {
  id: string;
  secret: string;
  /** The administrator that the client acts as; default: the world's integration user. */
  userId?: number;
}

export interface AppOptions {
  appId: number;
  installationId: number;
  name: string;
  version: string;
  /** Settings that every agent's browser sees. */
  settings: Record<string, string | number | boolean>;
  /** Secure settings; a value with `scopes` may be put only there. */
  secureSettings: Record<string, { value: string; scopes?: readonly string[] }>;
  /** Hosts, bare or with a port, that secure settings may be sent to. */
  domainWhitelist: readonly string[];
}

export interface SandboxOptions {
  host?: string;
  port?: number;
  subdomain?: string;
  accountId?: number;
  /** First number of users, fields, audits; give two accounts different ones. */
  idBase?: number;
  clock?: SandboxClock;
  /** Fills an empty account; default: the sample world. */
  world?: (state: SandboxState, clock: SandboxClock) => void;
  /** Where the world's triggers send to, and the signing secret; left out: no webhook. `echo`: also after the integration's own writes. */
  webhook?: { endpoint: string; secret: string; echo?: boolean };
  delivery?: Partial<DeliveryOptions>;
  limits?: Partial<LimitOptions>;
  /** All limits off. */
  unlimited?: boolean;
  oauthClients?: readonly OAuthClient[];
  /** Life of an access token in seconds. */
  tokenLifeSeconds?: number;
  app?: Partial<AppOptions>;
  /** Share of plain ticket updates that answer 409 `DatabaseConflict`. */
  conflictProbability?: number;
  /** Ticket reads answer as of that many ms ago (by the sandbox's clock) for a share of the reads. */
  staleReads?: { ms: number; probability: number };
  /** False: audits come without tickets, users and organizations beside them, as on accounts without that side-load. */
  auditSideloads?: boolean;
  /** An update without effect starts the triggers as well. */
  noopRunsTriggers?: boolean;
  /** Real ms that a job waits in the queue, and again that it works. */
  jobDelayMs?: number;
  seed?: number;
  /** Faults from the start on; more with `sandbox.faults.next`. */
  faults?: readonly Fault[];
  /** Further routes: the agent page. */
  pages?: (fastify: FastifyInstance) => void | Promise<void>;
  /** Called with each line of the history: requests, applied writes. */
  history?: (line: object) => void;
}

/** Names and secrets of the world's own OAuth client and app, for development only. */
export const DEFAULT_OAUTH_CLIENT: OAuthClient = { id: 'tierline', secret: 'sandbox-oauth-secret-not-for-production' };
export const DEFAULT_WEBHOOK_SECRET = 'sandbox-webhook-secret-not-for-production';
export const DEFAULT_APP_SECRET = 'sandbox-app-secret-not-for-production';

export const DEFAULT_DELIVERY: DeliveryOptions = {
  delayMs: [0, 0],
  duplicateProbability: 0,
  dropProbability: 0,
  reorderProbability: 0,
  timeoutMs: 12_000,
  retryWaitMs: 1_000,
  circuitBreaker: false,
  logSize: 20_000,
};

/** Suite Enterprise. */
export const DEFAULT_LIMITS: LimitOptions = {
  accountPerMinute: 700,
  ticketUpdatesPerMinute: 100,
  updatesPerUserAndTicketPerTenMinutes: 30,
  incrementalPerMinute: 10,
  searchExportPerMinute: 100,
  notifyPerMinute: 100,
  jobs: 30,
};

/** No limit at all but the job slots. */
export const NO_LIMITS: LimitOptions = {
  accountPerMinute: Infinity,
  ticketUpdatesPerMinute: Infinity,
  updatesPerUserAndTicketPerTenMinutes: Infinity,
  incrementalPerMinute: Infinity,
  searchExportPerMinute: Infinity,
  notifyPerMinute: Infinity,
  jobs: 30,
};
