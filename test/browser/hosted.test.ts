/** The app as the sidecar hosts it: drawn whole under its Content-Security-Policy, framed by the account alone. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostedAppMount } from '#rim/http/app-route.ts';
import { APP_FOLDER, PAGE_FOLDER } from '#test/sandbox/built.ts';
import { openStatesPage, type StatesPage } from './states-page.ts';

const SDK = 'https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js';

let states: StatesPage;
let sidecar: FastifyInstance;
let address: string;
beforeAll(async () => {
  states = await openStatesPage();
  sidecar = Fastify();
  const { register } = hostedAppMount({
    folder: join(APP_FOLDER, 'assets'),
    zendeskUrl: states.url,
    readToken: async () => null,
    mint: async () => '',
  });
  register(sidecar);
  address = await sidecar.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await sidecar.close();
  await states.close();
});

test('it is drawn whole, and the policy has nothing to complain of', async () => {
  const sdk = await readFile(join(PAGE_FOLDER, 'zaf_sdk.js'), 'utf8');
  const { app, close } = await states.show(
    'breached',
    { app: `${address}/app/index.html` },
    {
      tolerate: [/left this machine: https:\/\/static\.zdassets\.com/u],
      prepare: (page) => page.route(SDK, (route) => route.fulfill({ body: sdk, contentType: 'text/javascript' })),
    },
  );
  await app.getByRole('timer').waitFor();
  const size = await app.getByRole('timer').evaluate((timer) => getComputedStyle(timer).fontSize);
  expect(size).toBe('20px');
  await close();
});
