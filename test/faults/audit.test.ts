/** O-06: what was changed, overridden, refused, replayed and kept aside stands in the audit log once each: who, what, when, before and after. */
import { SignJWT } from 'jose';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '#test/sandbox/built.ts';
import { SECRETS, startDrill, type Drill } from './drill.ts';
import type { Replica } from './process.ts';
import { APP_SETTINGS, signedUrl } from './signed-url.ts';

const USER = '235323';

let drill: Drill | undefined;
beforeAll(async () => {
  await ensureBuilt();
});
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly role: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string | null;
  readonly outcome: string;
}

async function agentToken({ sandbox }: Drill): Promise<string> {
  const seconds = Math.floor(sandbox.clock.now() / 1_000);
  return new SignJWT({
    role: 'agent',
    sub: USER,
    iss: sandbox.state.account.subdomain,
    iat: seconds,
    exp: seconds + 300,
  })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(SECRETS.app));
}

async function asAgent(running: Drill, replica: Replica, query: string): Promise<string> {
  const response = await fetch(`${replica.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await agentToken(running)}` },
    body: JSON.stringify({ query }),
  });
  return response.text();
}

async function auditLog(running: Drill): Promise<readonly Entry[]> {
  const query = '{ auditLog(first: 50) { nodes { id at actor role action subject detail outcome } } }';
  return (await running.graphql<{ auditLog: { nodes: readonly Entry[] } }>(query)).auditLog.nodes;
}

test('one entry each', async () => {
  drill = await startDrill({ name: 'audit', databaseUrl: null });
  const running = drill;
  const replica = await running.start({ environment: APP_SETTINGS });
  const id = running.open({ customer: 'lindenhof-clinics' });
  await running.sender.deliver(id);
  expect(await running.right(id, 60_000)).toBe(true);
  const ticket = `ticketId: "${String(id)}"`;
  const before = new Set((await auditLog(running)).map(({ id: entry }) => entry));

  const text = (await running.graphql<{ policy: { text: string } }>('{ policy(id: "nextplane") { text } }')).policy
    .text;
  await running.graphql('mutation ($text: String!) { savePolicyDraft(text: $text) { __typename } }', {
    text: `${text}\n# mended\n`,
  });
  await running.graphql('mutation { publishPolicy(id: "nextplane", version: 2, note: "A remark") { __typename } }');
  const contract = running.sandbox.contracts.find(({ policy }) => policy === 'nextplane');
  const input = { ...contract, users: 77 };
  await running.graphql('mutation ($input: ContractInput!) { putContract(input: $input) { __typename } }', { input });
  expect(
    await asAgent(
      running,
      replica,
      `mutation { recordExclusion(${ticket}, exclusion: "misuse", reason: "Shared password") { __typename } }`,
    ),
  ).toContain('TicketSupport');
  expect(
    await asAgent(
      running,
      replica,
      'mutation { restorePolicy(id: "nextplane", version: 1, note: "Back") { __typename } }',
    ),
  ).toContain('FORBIDDEN');
  await running.sender.deliverRaw(id, { ticket_id: 'no number' });
  const url = await signedUrl(running, USER, 'twice');
  const open = () => fetch(`${replica.url}/app/`, { method: 'POST', body: new URLSearchParams({ token: url }) });
  expect([(await open()).status, (await open()).status]).toEqual([200, 401]);

  const entries = async () => (await auditLog(running)).filter(({ id: entry }) => !before.has(entry));
  const wanted: readonly (readonly [
    action: string,
    actor: RegExp,
    subject: RegExp,
    detail: RegExp,
    outcome: RegExp,
  ])[] = [
    ['publishPolicy', /admin/i, /^nextplane version 2$/, /"before":1,"after":2/, /^done$/],
    ['putContract', /admin/i, /^\d+$/, /77/, /^done$/],
    ['exclusion', new RegExp(`${USER}.*claimed`), new RegExp(`^ticket ${String(id)}$`), /Shared password/, /^done$/],
    ['Mutation.restorePolicy', new RegExp(USER), /^$/, /^$/, /^refused: FORBIDDEN$/],
    ['quarantine', /./, /./, /./, /^kept aside$/],
    ['openApp', new RegExp(USER), /^$/, /^$/, /^refused: REPLAYED$/],
  ];
  const told = async () => (await entries()).map(({ action }) => action).toSorted();
  // Refusals are written beside the answer.
  const actions = ['savePolicyDraft', ...wanted.map(([action]) => action)].toSorted();
  await expect.poll(told).toEqual(actions);
  const list = await entries();
  for (const [action, actor, subject, detail, outcome] of wanted) {
    const entry = list.find((each) => each.action === action);
    expect([action, entry?.actor]).toEqual([action, expect.stringMatching(actor)]);
    expect([action, entry?.subject]).toEqual([action, expect.stringMatching(subject)]);
    expect([action, entry?.detail ?? '']).toEqual([action, expect.stringMatching(detail)]);
    expect([action, entry?.outcome]).toEqual([action, expect.stringMatching(outcome)]);
    expect(Math.abs(Date.parse(entry?.at ?? '') - running.sandbox.clock.now())).toBeLessThan(600_000);
  }
  running.forget(id); // an exclusion changes what the model says
  expect(await running.settled(60_000)).toBe(true);
  expect(await running.finish()).toEqual([]);
});
