/** A ticket field that is made after the list was read: what was judged without it is judged anew, without a reading. */
import { afterEach, expect, test } from 'vitest';
import { createAccount } from '#flow/account.ts';
import { startWorker, type Worker } from '#flow/worker.ts';
import { sidecarForEachTest } from '#test/support/sidecar-for-each-test.ts';
import { embedded } from './databases.ts';
import type { TestSidecar } from './sidecar.ts';

let sidecar: TestSidecar;
let worker: Worker;
let elapsed: number;
sidecarForEachTest(
  embedded,
  (begun) => {
    sidecar = begun;
    elapsed = 1_000_000;
  },
  { autostart: false },
);
afterEach(() => worker.stop(5_000));

/** The process starts: it knows of no field yet. */
function begin(): ReturnType<typeof createAccount> {
  const { ports } = sidecar;
  const account = createAccount({ ...ports, settings: sidecar.store.settings }, () => elapsed, ports.agenda.askPolicy);
  worker = startWorker({ ...ports, account, worker: String(elapsed) });
  return account;
}
const priority = async () => (await sidecar.store.tickets.find('1'))?.judgement?.priority?.id;

test.each([
  ['while the sidecar runs', false],
  ['while it is down', true],
])('%s', async (_, isDown) => {
  const { zendesk } = sidecar;
  const all = zendesk.fields;
  zendesk.fields = all.filter(({ id }) => id !== '360001');
  let account = begin();
  zendesk.open('1', Date.now() - 60_000, { fields: { '360001': 'all_users', '360002': 'fault' } });
  await sidecar.webhook({ ticket_id: '1' });
  await expect.poll(priority).toBe('P4');
  zendesk.fields = all;
  const { reads } = zendesk;
  elapsed += 121_000;
  if (isDown) {
    await worker.stop(5_000);
    zendesk.open('2', Date.now() - 60_000);
    account = begin();
    await sidecar.webhook({ ticket_id: '2' });
  } else account.lookForFields();
  await expect.poll(priority).toBe('P1');
  expect(zendesk.reads - reads).toBe(isDown ? 1 : 0);
});

test('a comparison that fails is told, and made again by the next look', async () => {
  const warnings: string[] = [];
  Object.assign(sidecar.ports.log, { warn: (_: object, message: string) => warnings.push(message) });
  let fails = true;
  const { agenda } = sidecar.ports;
  const { set } = sidecar.store.settings;
  sidecar.store.settings.set = (name, value) =>
    fails && name.startsWith('zendesk.fields.') ? Promise.reject(new Error('no room')) : set(name, value);
  begin();
  sidecar.zendesk.open('1', Date.now() - 60_000);
  await sidecar.webhook({ ticket_id: '1' });
  await expect.poll(() => warnings).toContain('ticket fields were not compared with those judged by so far');
  fails = false;
  await agenda.ask(['1']);
  await expect.poll(() => sidecar.store.settings.get('zendesk.fields.nextplane.1')).not.toBeNull();
});
