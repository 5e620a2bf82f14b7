/** C-11: A connection that dies without a word before its first answer keeps no place in the pool. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { openServer } from '#rim/postgres/server.ts';
import { freshDatabase } from '#test/support/postgres.ts';

it('the pool works again once the network does', async () => {
  const { url, drop } = await freshDatabase();
  const real = new URL(url);
  const sockets: Socket[] = [];
  let swallows = true;
  let swallowed = 0;
  const through = createServer((outer) => {
    const inner = connect(Number(real.port), real.hostname);
    sockets.push(outer, inner);
    let isDead = false;
    for (const socket of [outer, inner]) socket.on('error', () => undefined); // told by the close that follows
    outer.on('data', (data: Buffer) => {
      if (swallows && data.includes('statement_timeout')) {
        isDead = true;
        swallowed += 1;
      }
      if (!isDead) inner.write(data);
    });
    inner.on('data', (data: Buffer) => void (isDead || outer.write(data)));
    outer.on('close', () => inner.destroy());
  });
  await new Promise<void>((resolve) => through.listen(0, '127.0.0.1', resolve));
  const way = new URL(url);
  way.hostname = '127.0.0.1';
  way.port = String((through.address() as AddressInfo).port);
  const database = openServer(way.href, 30_000);
  try {
    const first = Promise.allSettled(Array.from({ length: 10 }, () => database.rows('select 1 as one')));
    // The listening connection is one more.
    await expect.poll(() => swallowed).toBe(11);
    swallows = false;
    expect((await first).map(({ status }) => status)).not.toContain('fulfilled');
    expect(await database.rows('select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    await database.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => through.close(resolve));
    await drop();
  }
});
