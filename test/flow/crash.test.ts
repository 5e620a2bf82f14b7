// kill -9 of the real program, against the stand-in for Zendesk: everything answered 200 is done, nothing is done twice.
import { fork, type ChildProcess } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_APP_SECRET, DEFAULT_OAUTH_CLIENT, DEFAULT_WEBHOOK_SECRET } from '#test/sandbox/options.ts';
import { startSandbox } from '#test/sandbox/sandbox.ts';
import type { Sandbox } from '#test/sandbox/sandbox.ts';
import { DATABASES } from './databases.ts';
import type { TestDatabase } from './databases.ts';

const MAIN = new URL('../../sidecar/main.ts', import.meta.url);
const ADMIN_TOKEN = 'an-admin-token-of-this-test';

describe.each(DATABASES)('%s', (_name, fresh) => {
  let home: TestDatabase;
  let sandbox: Sandbox;
  let child: ChildProcess | undefined;
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const url = `http://127.0.0.1:${String(port)}`;

  beforeEach(async () => {
    home = await fresh();
    // No webhook of the stand-in's own: the test says what arrives.
    sandbox = await startSandbox({});
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await sandbox.close();
    await home.remove();
  });

  const start = async (): Promise<void> => {
    child = fork(MAIN, {
      execArgv: [],
      stdio: [
        'ignore',
        process.env['CRASH_LOG'] ? openSync(process.env['CRASH_LOG'], 'a') : 'ignore',
        'inherit',
        'ipc',
      ],
      env: {
        PATH: process.env['PATH'],
        HOST: '127.0.0.1',
        PORT: String(port),
        ...(home.url === null ? { DATA_DIR: home.directory } : { DATABASE_URL: home.url }),
        ZENDESK_URL: sandbox.url,
        ZENDESK_SUBDOMAIN: sandbox.state.account.subdomain,
        ZENDESK_OAUTH_CLIENT_ID: DEFAULT_OAUTH_CLIENT.id,
        ZENDESK_OAUTH_CLIENT_SECRET: DEFAULT_OAUTH_CLIENT.secret,
        ZENDESK_WEBHOOK_SECRET: DEFAULT_WEBHOOK_SECRET,
        ZENDESK_APP_SECRET: DEFAULT_APP_SECRET,
        ADMIN_TOKEN,
        POLICIES_DIR: 'sidecar/policies',
        LOG_LEVEL: process.env['CRASH_LOG'] ? 'info' : 'fatal',
      },
    });
    await expect
      .poll(
        () =>
          fetch(`${url}/readyz`).then(
            (answer) => answer.ok,
            () => false,
          ),
        { timeout: 60_000 },
      )
      .toBe(true);
  };
  const kill = async (): Promise<void> => {
    const ended = once(child as ChildProcess, 'exit');
    child?.kill('SIGKILL');
    await ended;
  };
  const send = async (ticketId: number): Promise<boolean> => {
    const body = JSON.stringify({ ticket_id: String(ticketId) });
    const timestamp = `${new Date().toISOString().slice(0, 19)}Z`;
    const signature = createHmac('sha256', DEFAULT_WEBHOOK_SECRET)
      .update(timestamp + body)
      .digest('base64');
    return fetch(`${url}/webhooks/zendesk`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-zendesk-webhook-signature': signature,
        'x-zendesk-webhook-signature-timestamp': timestamp,
        'x-zendesk-webhook-invocation-id': randomUUID(),
      },
    }).then(
      (answer) => answer.status === 200,
      () => false, // killed in the middle: never answered
    );
  };
  const graphql = async (query: string, variables: object): Promise<unknown> => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      body: JSON.stringify({ query, variables }),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    return (await answer.json()) as unknown;
  };

  test('random kills under load lose and double nothing', { timeout: 240_000 }, async () => {
    await start();
    for (const input of sandbox.contracts) {
      await graphql('mutation($input: ContractInput!) { putContract(input: $input) { __typename } }', { input });
    }
    const ids = [...sandbox.state.tickets.values()].filter(({ status }) => status !== 'closed').map(({ id }) => id);
    const answered = new Set<number>();
    const rounds = 4;
    for (let round = 0; round < rounds; round++) {
      const sent = ids.filter((_, index) => index % rounds === round);
      const enough = answered.size + 1 + Math.floor(Math.random() * (sent.length - 1));
      let killing: Promise<void> | undefined;
      await Promise.all(
        sent.map(async (id) => {
          if (await send(id)) answered.add(id);
          if (answered.size >= enough) killing ??= later(Math.random() * 300).then(kill);
        }),
      );
      await (killing ?? kill());
      await start();
    }
    expect(answered.size).toBeGreaterThan(0);
    const isDone = (id: number): boolean =>
      (sandbox.state.tickets.get(id)?.tags ?? []).some((tag) => tag.startsWith('tier_'));
    await expect.poll(() => [...answered].filter((id) => !isDone(id)), { timeout: 120_000 }).toEqual([]);
    const notes = [...sandbox.state.tickets.values()].map(({ id }) => causesOf(sandbox, id));
    expect(notes.filter((causes) => new Set(causes).size < causes.length)).toEqual([]);
    expect(publicCommentsOfSidecar(sandbox)).toEqual([]);
    const ended = once(child as ChildProcess, 'exit');
    child?.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  });
});

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Causes of the notes that the sidecar wrote on a ticket, each as often as it was written. */
function causesOf(sandbox: Sandbox, ticketId: number): readonly string[] {
  return (sandbox.state.tickets.get(ticketId)?.audits ?? []).flatMap((audit) =>
    [...JSON.stringify(audit).matchAll(/"causes":\[([^\]]*)\]/g)].flatMap((match) => (match[1] ?? '').split(',')),
  );
}
function publicCommentsOfSidecar(sandbox: Sandbox): readonly unknown[] {
  return sandbox.writes.filter((write) => JSON.stringify(write).includes('"public":true'));
}
