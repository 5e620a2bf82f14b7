/** A drill: a Zendesk stand-in, replicas of the real sidecar on one database, people who change tickets, and a history of it all. */
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxOptions } from '#test/sandbox/options.ts';
import { seededRandom, type Random } from '#test/sandbox/random.ts';
import { startSandbox, type Sandbox } from '#test/sandbox/sandbox.ts';
import { addTicketFields } from '#test/sandbox/world/fields.ts';
import { addPeople } from '#test/sandbox/world/people.ts';
import { layDatabase } from '#test/sandbox/empty-database.ts';
import { finalState, type Home } from './final.ts';
import { check, History, type Violation } from './history.ts';
import { launch, type Launch, type Replica } from './process.ts';
import { createSender, type Sender } from './sender.ts';
import { createTickets, type Opening } from './tickets.ts';

export const SECRETS = {
  oauth: 'canary-oauth-secret-4f1d8c2b7a',
  webhook: 'canary-webhook-secret-93be01d7c5',
  app: 'canary-app-secret-6a2f47e90bd1',
  admin: 'canary-admin-token-c81e5d37fa62',
} as const;

export interface DrillOptions {
  /** Name of the history file. */
  readonly name: string;
  /** Null: the embedded database in a folder of its own. */
  readonly databaseUrl: string | null;
  /** Where the embedded database's folder is made; default: the drill's own. */
  readonly directory?: string;
  readonly seed?: number;
  readonly sandbox?: Partial<SandboxOptions>;
  /** Without a schema: the first start makes it. Otherwise an embedded one is laid ready, which saves seconds. */
  readonly empty?: boolean;
  /** Time is moved: what timers tag is left to other checks. */
  readonly timersRun?: boolean;
}

export interface Drill {
  readonly sandbox: Sandbox;
  readonly history: History;
  readonly random: Random;
  /** Those that run. */
  readonly replicas: readonly Replica[];
  readonly sender: Sender;
  readonly home: Home;
  readonly environment: Readonly<Record<string, string>>;
  /** Starts one more; resolves when it is ready. `mayEnd`: it is ordered to end by itself. */
  start(more?: Partial<Launch> & { readonly mayEnd?: boolean }): Promise<Replica>;
  kill(replica: Replica): Promise<void>;
  /** SIGTERM; its end is in the history. */
  stop(replica: Replica): Promise<{ readonly code: number | null; readonly ms: number }>;
  /** A customer writes; no webhook is sent. */
  open(more?: Opening): number;
  /** An agent or the customer changes it; no webhook is sent. */
  change(ticketId: number): void;
  /** No decision is expected of it any more. */
  forget(ticketId: number): void;
  /** Whether Zendesk shows what the model says. */
  isRight(ticketId: number): boolean;
  /** Resolves when it does; gives up after `withinMs`. */
  right(ticketId: number, withinMs: number): Promise<boolean>;
  /** Resolves when all tickets are right and no replica has anything due; gives up after `withinMs`. */
  settled(withinMs: number): Promise<boolean>;
  graphql<T>(query: string, variables?: object): Promise<T>;
  /** Ends everything and checks the invariants. */
  finish(): Promise<readonly Violation[]>;
  /** Ends what still runs, without any check. */
  close(): Promise<void>;
}

const POLICY = resolve(import.meta.dirname, '../../sidecar/policies/nextplane.yaml');
/** What has just come in is due only a little later, so that a burst is one look. */
const HELD_MS = 900;
/** For what is still under way when a drill ends. */
const RECOVERY_MS = 60_000;

export async function startDrill(options: DrillOptions): Promise<Drill> {
  const folder = await mkdtemp(join(tmpdir(), 'tierline-drill-'));
  const policies = join(folder, 'policies');
  await mkdir(policies);
  // Without public holidays, on which promises stand still: what a test waits for comes on every day of the year.
  const text = (await readFile(POLICY, 'utf8')).replace('open: always, closedOn: [usa, emea]', 'open: always');
  await writeFile(join(policies, 'nextplane.yaml'), text);
  const history = new History();
  const sandbox = await startSandbox({
    world: (state, clock) => {
      addPeople(state, clock.now() - 86_400_000);
      addTicketFields(state, clock.now() - 86_400_000);
    },
    oauthClients: [{ id: 'tierline', secret: SECRETS.oauth }],
    // Announced, so that the sidecar's own budget does not hold the drill up.
    limits: { accountPerMinute: 1_000_000, ticketUpdatesPerMinute: 1_000_000 },
    history: (line) => void history.lines.push(line as History['lines'][number]),
    ...options.sandbox,
  });
  const home: Home = { url: options.databaseUrl, directory: join(options.directory ?? folder, 'database') };
  if (home.url === null && options.empty !== true) await layDatabase(home.directory);
  const environment = {
    ZENDESK_URL: sandbox.url,
    ZENDESK_SUBDOMAIN: sandbox.state.account.subdomain,
    ZENDESK_OAUTH_CLIENT_ID: 'tierline',
    ZENDESK_OAUTH_CLIENT_SECRET: SECRETS.oauth,
    ZENDESK_WEBHOOK_SECRET: SECRETS.webhook,
    ZENDESK_APP_SECRET: SECRETS.app,
    ADMIN_TOKEN: SECRETS.admin,
    DATA_DIR: home.directory,
    POLICIES_DIR: policies,
    ...(home.url === null ? {} : { DATABASE_URL: home.url }),
  };
  return createDrill({ options, folder, history, sandbox, home, environment });
}

interface Made {
  readonly options: DrillOptions;
  readonly folder: string;
  readonly history: History;
  readonly sandbox: Sandbox;
  readonly home: Home;
  readonly environment: Readonly<Record<string, string>>;
}

function createDrill({ options, folder, history, sandbox, home, environment }: Made): Drill {
  const random = seededRandom(options.seed ?? 1);
  const all: Replica[] = [];
  const running: Replica[] = [];
  /** Ends that the test asked for, and whether in order: with 0. */
  const asked = new Map<Replica, 'any' | 'in order'>();
  let isSetUp = false;
  const tickets = createTickets(sandbox, random, options.timersRun);
  const sender = createSender({ sandbox, history, secret: SECRETS.webhook, replicas: running });

  async function start({ mayEnd = false, ...more }: Parameters<Drill['start']>[0] = {}): Promise<Replica> {
    const replica = await launch({
      ...more,
      environment: { ...environment, ...more.environment },
    });
    all.push(replica);
    if (mayEnd) asked.set(replica, 'any');
    void replica.ended.then(({ code, signal }) => {
      const how = asked.get(replica);
      history.add({
        type: 'ended',
        pid: replica.pid,
        code,
        signal,
        asked: how === 'any' || (how !== undefined && code === 0),
      });
      const index = running.indexOf(replica);
      if (index >= 0) running.splice(index, 1);
    });
    const follow = (): void => replica.setClockOffset(sandbox.clock.offset());
    sandbox.clock.onChange(follow);
    if (sandbox.clock.offset() !== 0) follow();
    // One that is ordered to end or to hang may do so before it was seen ready: leftovers of the last are at once its work.
    await (mayEnd ? Promise.race([replica.ready(), replica.ended]).catch(() => undefined) : replica.ready());
    if (replica.end() !== null) return replica;
    running.push(replica);
    if (!isSetUp) {
      isSetUp = true;
      for (const contract of sandbox.contracts.filter(({ policy }) => policy === 'nextplane'))
        await graphql(
          `
            mutation ($input: ContractInput!) {
              putContract(input: $input) {
                __typename
              }
            }
          `,
          {
            input: contract,
          },
        );
    }
    return replica;
  }
  async function end(replica: Replica, signal: NodeJS.Signals): Promise<number> {
    asked.set(replica, signal === 'SIGTERM' ? 'in order' : 'any');
    const from = performance.now();
    replica.signal(signal);
    await replica.ended;
    return performance.now() - from;
  }
  async function graphql<T>(query: string, variables: object = {}): Promise<T> {
    const response = await fetch(`${running[0]?.url ?? ''}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${SECRETS.admin}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
    if (data == null || errors !== undefined) throw new Error(`GraphQL: ${JSON.stringify(errors)}`);
    return data;
  }
  async function isIdle(): Promise<boolean> {
    const backlogs = await Promise.all(running.map((replica) => backlogOf(replica)));
    return backlogs.length > 0 && backlogs.every((backlog) => backlog === 0);
  }
  /** What it has just heard of may still be under way. */
  async function idleWithin(withinMs: number): Promise<boolean> {
    const until = performance.now() + withinMs;
    while (!(await isIdle())) {
      if (performance.now() > until) return false;
      await pause(50);
    }
    return true;
  }
  async function settled(withinMs: number): Promise<boolean> {
    const until = performance.now() + withinMs;
    let since: number | null = null;
    while (performance.now() < until) {
      const isQuiet = tickets.ids.every(tickets.isRight) && (await isIdle());
      since = isQuiet ? (since ?? performance.now()) : null;
      if (since !== null && performance.now() - since > HELD_MS) return true;
      await pause(50);
    }
    const wrong = tickets.ids.filter((id) => !tickets.isRight(id));
    process.stderr.write(`unsettled: tickets ${wrong.join(', ')}; idle: ${String(await isIdle())}\n`);
    return false;
  }
  async function endAll(): Promise<void> {
    for (const replica of all) if (replica.end() === null) await end(replica, 'SIGTERM');
  }

  return {
    sandbox,
    history,
    random,
    replicas: running,
    sender,
    home,
    environment,
    start,
    async kill(replica) {
      await end(replica, 'SIGKILL');
    },
    async stop(replica) {
      const ms = await end(replica, 'SIGTERM');
      return { code: replica.end()?.code ?? null, ms };
    },
    open: tickets.open,
    change: tickets.change,
    forget: tickets.forget,
    isRight: tickets.isRight,
    async right(ticketId, withinMs) {
      const until = performance.now() + withinMs;
      while (!tickets.isRight(ticketId) && performance.now() < until) await pause(20);
      return tickets.isRight(ticketId);
    },
    settled,
    graphql,
    async finish() {
      const recovered = await idleWithin(RECOVERY_MS);
      await endAll();
      const output = all.map((replica) => replica.output()).join('');
      const final = await finalState({
        sandbox,
        home,
        tickets: tickets.ids,
        timersRun: options.timersRun ?? false,
        output,
        recovered,
        secrets: Object.values(SECRETS),
      });
      const violations = check(history.lines, final);
      const path = history.save(options.name, final);
      if (violations.length > 0) process.stderr.write(`history: ${path}\n${output.slice(-3_000)}\n`);
      return violations;
    },
    async close() {
      await endAll();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Tickets that are due or whose look is to be made again, as the replica's own metrics say; null: it does not answer. */
export async function backlogOf(replica: Replica): Promise<number | null> {
  const text = await fetch(`${replica.url}/metrics`).then(
    (response) => response.text(),
    () => '', // it has just ended
  );
  const value = /^tierline_backlog\S* (\d+)/m.exec(text)?.[1];
  return value === undefined ? null : Number(value);
}
