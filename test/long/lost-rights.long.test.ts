/** an admin is demoted, suspended, or Zendesk is away while the session lives: no change after a minute, and it closes. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import { startDrill, type Drill } from '#test/faults/drill.ts';
import type { Replica } from '#test/faults/process.ts';
import { APP_SETTINGS, signedUrl } from '#test/faults/signed-url.ts';
import { ensureBuilt } from '#test/sandbox/built.ts';
import type { User } from '#test/sandbox/records.ts';
import { staff } from '#test/sandbox/world/people.ts';

/** The word is a minute; twice that for a machine that others keep busy. */
const WITHIN = { timeout: 120_000, interval: 1_000 };
const CHANGE = 'mutation { restorePolicy(id: "nextplane", version: 99, note: "x") { __typename } }';
const READ = '{ policies { id } }';

let drill: Drill | undefined;
beforeAll(async () => {
  await ensureBuilt();
}, 120_000);
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

async function session(running: Drill, replica: Replica, userId: string): Promise<string> {
  const body = new URLSearchParams({ token: await signedUrl(running, userId, `opening of ${userId}`) });
  const page = await (await fetch(`${replica.url}/app/`, { method: 'POST', body })).text();
  return /<meta name="tierline-session" content="([^"]+)">/.exec(page)?.[1] ?? expect.fail(page.slice(0, 300));
}

/** `open`, or the code of the refusal. */
async function answerTo(replica: Replica, token: string, query: string): Promise<string> {
  const response = await fetch(`${replica.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const { errors } = (await response.json()) as { errors?: readonly { extensions: { code: string } }[] };
  return errors?.[0]?.extensions.code ?? 'open';
}

test.each<[string, (user: User, running: Drill) => void, string, string]>([
  ['demoted', (user) => Object.assign(user, { role: 'agent', roleType: null }), 'FORBIDDEN', 'open'],
  ['suspended', (user) => Object.assign(user, { suspended: true }), 'FORBIDDEN', 'FORBIDDEN'],
  [
    'Zendesk away',
    (_user, { sandbox }) =>
      sandbox.faults.next({ match: 'GET /api/v2/users/show_many', answer: 'reset', times: 1_000 }),
    'UNAVAILABLE',
    'open',
  ],
])('%s', async (_name, happen, change, read) => {
  drill = await startDrill({ name: 'lost-rights', databaseUrl: null });
  const running = drill;
  const replica = await running.start({ environment: APP_SETTINGS });
  const user = staff(running.sandbox.state, 'lead');
  const token = await session(running, replica, String(user.id));
  expect([await answerTo(replica, token, READ), await answerTo(replica, token, CHANGE)]).toEqual(['open', 'open']);
  happen(user, running);
  await expect.poll(() => answerTo(replica, token, CHANGE), WITHIN).toBe(change);
  expect(await answerTo(replica, token, READ)).toBe(read);
  running.sandbox.faults.clear();
  expect(await running.settled(60_000)).toBe(true);
  expect(await running.finish()).toEqual([]);
});
