/** W-11: the webhook's and the app's secret are changed under load, replica by replica: nobody who is right is refused, the old ones end. */
import { SignJWT } from 'jose';
import { afterEach, expect, test } from 'vitest';
import { SECRETS, startDrill, type Drill } from '#test/faults/drill.ts';
import type { Replica } from '#test/faults/process.ts';
import { createSender, type Sender } from '#test/faults/sender.ts';
import { freshDatabase } from '#test/support/postgres.ts';

const NEW = { webhook: 'canary-webhook-secret-0f5a7c31e9', app: 'canary-app-secret-71c0de5b2a94' };
const BOTH = {
  ZENDESK_WEBHOOK_SECRET: `${NEW.webhook},${SECRETS.webhook}`,
  ZENDESK_APP_SECRET: NEW.app,
  ZENDESK_APP_SECRET_PREVIOUS: SECRETS.app,
};
const ONLY_NEW = { ZENDESK_WEBHOOK_SECRET: NEW.webhook, ZENDESK_APP_SECRET: NEW.app };
const AT_ONCE = 8;

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

async function tokenBy(running: Drill, secret: string): Promise<string> {
  const seconds = Math.floor(running.sandbox.clock.now() / 1_000);
  return new SignJWT({ role: 'agent' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(running.sandbox.state.account.subdomain)
    .setSubject('1')
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 300)
    .sign(new TextEncoder().encode(secret));
}

/** The status; 0 where there was no answer, e.g. because the replica was just stopped. */
async function asks(running: Drill, replica: Replica, secret: string): Promise<number> {
  return fetch(`${replica.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenBy(running, secret)}` },
    body: JSON.stringify({ query: '{ __typename }' }),
  }).then(
    ({ status }) => status,
    () => 0,
  );
}

test('nobody who is right is refused, and the old secrets are dead on every replica', async () => {
  drill = await startDrill({ name: 'rotation', databaseUrl: (await freshDatabase()).url });
  const running = drill;
  let replicas = [await running.start(), await running.start()];
  const senderBy = (secret: string): Sender =>
    createSender({ sandbox: running.sandbox, history: running.history, secret, replicas: running.replicas });
  const [byOld, byNew] = [senderBy(SECRETS.webhook), senderBy(NEW.webhook)];
  const ids = Array.from({ length: 20 }, () => running.open());
  let [sender, secret] = [byOld, SECRETS.app as string];
  let isOver = false;
  const statuses = { webhooks: new Map<number, number>(), app: new Map<number, number>() };
  const count = (of: Map<number, number>, status: number) => of.set(status, (of.get(status) ?? 0) + 1);
  const load = Array.from({ length: AT_ONCE }, async (_, worker) => {
    for (let turn = worker; !isOver; turn++) {
      count(statuses.webhooks, await sender.once(ids[turn % ids.length] as number));
      const replica = running.replicas[turn % Math.max(1, running.replicas.length)];
      if (replica !== undefined) count(statuses.app, await asks(running, replica, secret));
    }
  });

  const replaceAll = async (environment: Readonly<Record<string, string>>): Promise<void> => {
    const before = replicas;
    replicas = [];
    for (const old of before) {
      replicas.push(await running.start({ environment }));
      await running.stop(old);
    }
  };
  await replaceAll(BOTH);
  [sender, secret] = [byNew, NEW.app];
  await replaceAll(ONLY_NEW);
  isOver = true;
  await Promise.all(load);
  process.stdout.write(`rotation: ${JSON.stringify([[...statuses.webhooks], [...statuses.app]])}\n`);
  expect([...statuses.webhooks.keys()].filter((status) => ![0, 200, 503].includes(status))).toEqual([]);
  expect([...statuses.app.keys()].filter((status) => ![0, 200, 503].includes(status))).toEqual([]);
  for (const replica of running.replicas) {
    expect(await asks(running, replica, SECRETS.app)).toBe(401);
    expect(await asks(running, replica, NEW.app)).toBe(200);
    expect(await byOld.once(ids[0] as number)).toBe(401); // the sender goes from one to the next
  }
  for (const id of ids) await byNew.deliver(id);
  expect(await running.settled(120_000)).toBe(true);
  expect(await running.finish()).toEqual([]);
});
