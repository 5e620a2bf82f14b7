/** The whole door of GraphQL on a free port: HTTP, authentication, engine, with services in memory. */
import { SignJWT } from 'jose';
import { NO_CHOICES } from '#core/judge/choices.ts';
import type { SupportView } from '#flow/support.ts';
import { createGraphqlEngine, type GraphqlEngine } from '#rim/graphql/engine.ts';
import { persistedOperations } from '#rim/graphql/persisted.ts';
import type { Services } from '#rim/graphql/services.ts';
import { createAuthentication } from '#rim/http/authentication/authentication.ts';
import { createSessions } from '#rim/http/authentication/sessions.ts';
import type { RoleReading } from '#rim/http/authentication/viewer.ts';
import { graphqlMount } from '#rim/http/graphql-route.ts';
import { endedSessions } from '#test/support/ended-sessions.ts';
import { startHttp, type Harness } from '../http/harness.ts';

export const APP_SECRET = 'the-secret-of-the-app-setting-1234';
/** The harness's clock stands here, and tokens are made then: however long a file takes, none is over or from the future. */
export const NOW = Date.now();
export const ADMIN_TOKEN = 'an-admin-token-for-scripts-56789';
/** Still accepted during a rotation. */
export const OLD_ADMIN_TOKEN = 'the-admin-token-before-it-01234';
const SESSION_SECRET = 'a-secret-for-sessions-in-tests-0';

export interface GraphqlHarness {
  readonly http: Harness;
  readonly engine: GraphqlEngine;
  readonly services: { -readonly [K in keyof Services]: Services[K] };
  readonly forbidden: string[];
  readonly calls: string[];
  /** What Zendesk says of a user's role. */
  roles: Map<string, RoleReading>;
  now: number;
  session(userId: string): Promise<string>;
  /** As another replica does it. */
  signOut(session: string): Promise<boolean>;
  ask(query: unknown, options?: AskOptions): Promise<Answer>;
  close(): Promise<void>;
}
export interface AskOptions {
  readonly token?: string | null;
  readonly variables?: unknown;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
export interface Answer {
  readonly status: number;
  readonly data: Record<string, unknown> | null | undefined;
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly text: string;
  readonly headers: Headers;
}

export async function startGraphql(
  options: {
    persisted?: readonly string[];
    persistedOnly?: boolean;
    services?: Partial<Services>;
    /** As many may be open. */
    streams?: number;
  } = {},
): Promise<GraphqlHarness> {
  const calls: string[] = [];
  const forbidden: string[] = [];
  const services = { ...emptyServices(calls), ...options.services };
  const engine = await createGraphqlEngine({
    services,
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    persisted: persistedOperations(options.persisted ?? []),
    persistedOnly: options.persistedOnly ?? false,
    onForbidden: (by, call, role) => void forbidden.push(`${by.id} ${role} ${call}`),
  });
  const state = { now: NOW, roles: new Map<string, RoleReading>() };
  const ended = endedSessions();
  const sessions = createSessions(SESSION_SECRET, () => state.now, ended);
  const elsewhere = createSessions(SESSION_SECRET, () => state.now, ended);
  const authenticate = createAuthentication({
    secrets: [APP_SECRET],
    subdomain: 'acme',
    adminTokens: [ADMIN_TOKEN, OLD_ADMIN_TOKEN],
    sessions,
    lookUpRole: (id) => Promise.resolve(state.roles.get(id) ?? { kind: 'unknown' }),
    now: () => state.now,
    elapsed: () => state.now,
  });
  const http = await startHttp({ mounts: [graphqlMount(engine, authenticate, options.streams)] });
  return Object.assign(state, {
    http,
    engine,
    services,
    forbidden,
    calls,
    session: (userId: string) => sessions.mint(userId),
    signOut: (session: string) => elsewhere.end(session),
    ask: (query: unknown, asked: AskOptions = {}) => ask(http.url, query, asked),
    close: async () => {
      await http.close();
      await engine.stop();
    },
  });
}

function ignore(): void {
  // Logs are looked at elsewhere.
}

async function ask(url: string, query: unknown, options: AskOptions): Promise<Answer> {
  const token = options.token === undefined ? ADMIN_TOKEN : options.token;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...options.headers,
    },
    body: JSON.stringify(options.body ?? { query, variables: options.variables }),
  });
  const text = await response.text();
  const parsed = JSON.parse(text) as {
    data?: Record<string, unknown> | null;
    errors?: { message: string; extensions?: { code?: string } }[];
  };
  return {
    status: response.status,
    data: parsed.data,
    code: parsed.errors?.[0]?.extensions?.code,
    message: parsed.errors?.[0]?.message,
    text,
    headers: response.headers,
  };
}

/** A token as the app's page would have it signed. */
export function appToken(claims: Record<string, unknown> = {}, secret = APP_SECRET): Promise<string> {
  const now = Math.floor(NOW / 1_000);
  return new SignJWT({ iss: 'acme', sub: '235323', role: 'agent', iat: now, exp: now + 300, ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(secret));
}

export function supportView(ticketId: string): SupportView {
  return {
    ticketId,
    at: Date.parse('2026-03-02T09:00:00Z'),
    judgement: null,
    policy: null,
    contract: null,
    writeBack: null,
    choices: NO_CHOICES,
    ended: null,
  };
}

const refused = { kind: 'refused', code: 'NOT_FOUND', message: 'There is no such thing.', problems: [] } as const;

/** Every service answers with nothing and writes down that it was asked. */
function emptyServices(calls: string[]): Services {
  const asked = <T>(name: string, value: T): Promise<T> => {
    calls.push(name);
    return Promise.resolve(value);
  };
  return {
    ticketSupport: (id) => asked('ticketSupport', supportView(id)),
    organizationSupport: () => asked('organizationSupport', null),
    whatIf: () => asked('whatIf', null),
    queue: () => asked('queue', { rows: [], hasNextPage: false, endCursor: null, total: () => Promise.resolve(0) }),
    policies: () => asked('policies', []),
    policy: () => asked('policy', null),
    attainment: () => asked('attainment', []),
    backtest: () => asked('backtest', null),
    health: () => asked('health', { ready: true, causes: [], backlog: null }),
    parked: () => asked('parked', []),
    auditLog: () => asked('auditLog', { entries: [], more: false }),
    act: ({ ticketId }) => asked('act', { kind: 'done', value: supportView(ticketId) } as const),
    reportDefect: () => asked('reportDefect', refused),
    retryWriteBack: () => asked('retryWriteBack', refused),
    savePolicyDraft: () => asked('savePolicyDraft', refused),
    publishPolicy: () => asked('publishPolicy', refused),
    restorePolicy: () => asked('restorePolicy', refused),
    putContract: () => asked('putContract', refused),
    putNotice: () => asked('putNotice', refused),
    startBacktest: () => asked('startBacktest', refused),
    onChange: () => () => undefined,
  };
}
