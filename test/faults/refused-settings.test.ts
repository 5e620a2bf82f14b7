/** O-03, W-02: the program itself ends, at once and with 1, where a setting must not be; it names the setting and never its value. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUBLISHED_TEST_SECRET } from '#schema/settings.ts';
import { launch } from './process.ts';

let visits = 0;
/** Where nobody may come. */
const trap = createServer((socket) => {
  visits += 1;
  socket.destroy();
});
beforeAll(async () => {
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => trap.close(resolve)));
const trapped = (): string => `127.0.0.1:${String((trap.address() as AddressInfo).port)}`;

const GOOD = {
  NODE_ENV: 'production',
  ZENDESK_URL: 'https://acme.zendesk.com',
  ZENDESK_OAUTH_CLIENT_ID: 'tierline',
  ZENDESK_OAUTH_CLIENT_SECRET: 'a-client-secret-of-the-tests',
  ZENDESK_WEBHOOK_SECRET: 'a-webhook-secret-of-the-tests',
  ZENDESK_APP_SECRET: 'an-app-secret-of-the-tests',
};

test.each<[string, string, () => string]>([
  ["Zendesk's published test secret", 'ZENDESK_WEBHOOK_SECRET', () => PUBLISHED_TEST_SECRET],
  ['a stand-in for Zendesk', 'ZENDESK_URL', () => `http://${trapped()}`],
  ['a secret that another one has', 'ZENDESK_APP_SECRET', () => GOOD.ZENDESK_WEBHOOK_SECRET],
])('%s', async (_name, setting, valueOf) => {
  const value = valueOf();
  const sidecar = await launch({ environment: { ...GOOD, [setting]: value } });
  expect(await sidecar.ended).toEqual({ code: 1, signal: null });
  expect(sidecar.output()).toContain(setting);
  expect(sidecar.output()).not.toContain(value);
  expect(visits).toBe(0);
});
