/** Everything on one machine: the sandbox with its agent page, the built app on an origin of its own, the real sidecar between them. */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { freePort } from '#test/support/free-port.ts';
import { ensureBuilt } from './built.ts';
import type { ContractSeed } from './contracts.ts';
import { layDatabase } from './empty-database.ts';
import { DEFAULT_APP_SECRET, DEFAULT_OAUTH_CLIENT, DEFAULT_WEBHOOK_SECRET, type SandboxOptions } from './options.ts';
import { startAgentPages, type AgentPages } from './pages.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { startSidecar, type SidecarProcess } from './sidecar-process.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface CompositionOptions {
  /** 0: any free port. */
  readonly ports?: { readonly sandbox: number; readonly app: number; readonly sidecar: number };
  /** Is emptied first: the sandbox's world starts anew each time, and so must what the sidecar knows of it. */
  readonly dataDir: string;
  readonly sandbox?: Partial<SandboxOptions>;
  readonly logLevel?: string;
  /** Told before each step. */
  readonly step?: (words: string) => void;
}

export interface Composition {
  readonly sandbox: Sandbox;
  readonly sidecar: SidecarProcess;
  readonly adminToken: string;
  /** The agent page with a ticket open. */
  ticketUrl(ticketId: number | undefined): string;
  /** GraphQL with the admin's token. Rejects with what the sidecar said. */
  ask<T>(query: string, variables?: object): Promise<T>;
  close(): Promise<void>;
}

/** Starts all of it; what was started is stopped again when a later part fails. */
export async function startAll(options: CompositionOptions): Promise<Composition> {
  const { ports = { sandbox: 0, app: 0, sidecar: 0 }, dataDir, step = () => undefined } = options;
  const stops: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const stop of stops.splice(0).toReversed()) await stop();
  };
  try {
    step('building the app');
    await ensureBuilt();
    step('starting the sandbox');
    const sidecarPort = ports.sidecar === 0 ? await freePort() : await mustBeFree(ports.sidecar);
    const pages = await startAgentPages({ port: ports.app });
    stops.push(pages.close);
    const sandbox = await startSandbox(sandboxOptions(options, sidecarPort, ports.sandbox, pages));
    stops.push(sandbox.close);
    step('starting the sidecar and its database');
    await rm(dataDir, { recursive: true, force: true });
    await layDatabase(join(dataDir, 'database'));
    const adminToken = randomBytes(24).toString('base64url');
    const sidecar = await startSidecar({
      port: sidecarPort,
      logFile: resolve(dataDir, 'sidecar.log'),
      environment: sidecarEnvironment(sandbox, dataDir, adminToken, options.logLevel ?? 'info'),
    });
    stops.push(sidecar.stop);
    const follow = () => sidecar.setClockOffset(sandbox.clock.offset());
    const deaf = sandbox.clock.onChange(follow);
    stops.push(async () => deaf());
    follow();
    const ask: Composition['ask'] = async (query, variables = {}) => graphql(sidecar.url, adminToken, query, variables);
    step('putting the contracts');
    for (const contract of sandbox.contracts) await putContract(ask, contract);
    const ticketUrl = (id: number | undefined) =>
      `${sandbox.url}/agent/${id === undefined ? '' : `?ticket=${String(id)}`}`;
    return { sandbox, sidecar, adminToken, ticketUrl, ask, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}

function sandboxOptions(
  { sandbox = {} }: CompositionOptions,
  sidecarPort: number,
  port: number,
  pages: AgentPages,
): SandboxOptions {
  const sidecarUrl = `http://127.0.0.1:${String(sidecarPort)}`;
  return {
    port,
    webhook: { endpoint: `${sidecarUrl}/webhooks/zendesk`, secret: DEFAULT_WEBHOOK_SECRET },
    app: { settings: { title: 'Tierline', sidecar_url: sidecarUrl }, domainWhitelist: ['127.0.0.1'] },
    pages: (server) => pages.mount(server),
    ...sandbox,
  };
}

function sidecarEnvironment(
  sandbox: Sandbox,
  dataDir: string,
  adminToken: string,
  logLevel: string,
): Record<string, string> {
  return {
    ZENDESK_URL: sandbox.url,
    ZENDESK_SUBDOMAIN: sandbox.state.account.subdomain,
    ZENDESK_OAUTH_CLIENT_ID: DEFAULT_OAUTH_CLIENT.id,
    ZENDESK_OAUTH_CLIENT_SECRET: DEFAULT_OAUTH_CLIENT.secret,
    ZENDESK_WEBHOOK_SECRET: DEFAULT_WEBHOOK_SECRET,
    ZENDESK_APP_SECRET: DEFAULT_APP_SECRET,
    ZENDESK_APP_ID: String(sandbox.account.app.appId),
    ADMIN_TOKEN: adminToken,
    DATA_DIR: resolve(dataDir, 'database'),
    POLICIES_DIR: resolve(ROOT, 'sidecar/policies'),
    LOG_LEVEL: logLevel,
  };
}

const PUT_CONTRACT = `mutation PutContract($input: ContractInput!) {
  result: putContract(input: $input) { __typename ... on Refused { code message } }
}`;

async function putContract(ask: Composition['ask'], contract: ContractSeed): Promise<void> {
  const { result } = await ask<{ result: { __typename: string; message?: string } }>(PUT_CONTRACT, { input: contract });
  if (result.__typename === 'Refused') {
    throw new Error(`The contract of organization ${contract.organizationId} was refused: ${result.message ?? ''}`);
  }
}

async function graphql<T>(url: string, token: string, query: string, variables: object): Promise<T> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: { message: string }[] };
  if (!data || errors) throw new Error(`GraphQL: ${errors?.[0]?.message ?? `HTTP ${String(response.status)}`}`);
  return data;
}

/** The port itself. Rejects with EADDRINUSE where it is taken: the child could not say so as clearly. */
async function mustBeFree(port: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  await new Promise((done) => server.close(done));
  return port;
}
