// C-13: Signals to the sidecar's process: while it starts it ends at once and in peace; the same signal once more changes nothing.
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { expect, test } from 'vitest';
import { startDrill } from './drill.ts';
import { launch } from './process.ts';

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s while the database is waited for', async (signal) => {
  const sockets: Socket[] = [];
  let reached: () => void = () => undefined;
  const isReached = new Promise<void>((resolve) => (reached = resolve));
  // Takes connections and says nothing.
  const silent = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    reached();
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const sidecar = await launch({
    environment: {
      NODE_ENV: 'development',
      DATABASE_URL: `postgres://user:password@127.0.0.1:${String((silent.address() as AddressInfo).port)}/none`,
      ZENDESK_URL: 'http://127.0.0.1:9',
      ZENDESK_OAUTH_CLIENT_ID: 'tierline',
      ZENDESK_OAUTH_CLIENT_SECRET: 'a-client-secret-of-the-tests',
      ZENDESK_WEBHOOK_SECRET: 'a-webhook-secret-of-the-tests',
      ZENDESK_APP_SECRET: 'an-app-secret-of-the-tests',
    },
  });
  await Promise.race([isReached, sidecar.ended]);
  sidecar.signal(signal);
  expect(await sidecar.ended).toEqual({ code: 0, signal: null });
  expect(sidecar.output()).toContain('stopping before it was ready');
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s, as a group of processes hears it twice', async (signal) => {
  const drill = await startDrill({ name: 'signals', databaseUrl: null });
  try {
    const replica = await drill.start({ mayEnd: true });
    replica.signal(signal);
    replica.signal(signal);
    expect(await replica.ended).toEqual({ code: 0, signal: null });
  } finally {
    await drill.close();
  }
});
