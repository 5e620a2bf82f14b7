/** A place to listen at that is taken, or that there is not, is told in a sentence that names the setting. */
import { createServer, type AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { listen, ListenRefused } from '#rim/http/listen.ts';

it('of a port that is taken, and of an address that is not ours', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  try {
    const inUse = listen(Fastify(), { host: '127.0.0.1', port });
    await expect(inUse).rejects.toThrow(ListenRefused);
    await expect(inUse).rejects.toThrow(
      `HOST 127.0.0.1, PORT ${String(port)}: another process listens there: set another PORT, or stop that one`,
    );
    await expect(listen(Fastify(), { host: '192.0.2.1', port: 0 })).rejects.toThrow(/no such address: set HOST/);
  } finally {
    taken.close();
  }
});

it('else it is the address', async () => {
  const server = Fastify();
  expect(await listen(server, { host: '127.0.0.1', port: 0 })).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await server.close();
});
