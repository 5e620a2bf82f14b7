// O-04: under verify-full a database that cannot prove who it is gets neither the user's name nor the password.
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServer } from '#rim/postgres/server.ts';
import { makeCertificates, type Certificates, type Identity } from '#test/support/certificates.ts';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});
afterAll(() => certificates.remove());

const YES = 'S';
/** Length and code of the message that asks for TLS. */
const ASKS_FOR_TLS = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** What comes through TLS, or without it, at something that speaks the beginning of PostgreSQL's protocol. */
async function received(identity: Identity | null): Promise<{ readonly told: string; readonly message: string }> {
  let told = '';
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined); // the client hangs up
    socket.once('data', (first: Buffer) => {
      if (!first.equals(ASKS_FOR_TLS)) told += first.toString('latin1');
      if (identity === null) {
        socket.end('N');
        return;
      }
      socket.write(YES);
      const secure = new TLSSocket(socket, { isServer: true, ...identity });
      secure.on('error', () => undefined); // the certificate is refused
      secure.on('data', (data: Buffer) => {
        told += data.toString('latin1');
        secure.end();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  const root = encodeURIComponent(certificates.authorityFile);
  const address = `postgres://the_user:the_password@localhost:${String(port)}/x?sslmode=verify-full&sslrootcert=${root}`;
  const database = openServer(address, 30_000);
  const message = await database.rows('select 1').then(
    () => 'an answer',
    (error: unknown) => String(error),
  );
  await database.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  return { told, message };
}

test('one that can is told who comes', async () => {
  expect((await received(certificates.good)).told).toContain('the_user');
});

test.each<[string, (all: Certificates) => Identity | null]>([
  ['an expired certificate', ({ expired }) => expired],
  ['a certificate of another authority', ({ selfSigned }) => selfSigned],
  ['a certificate of another host', ({ otherHost }) => otherHost],
  ['no TLS', () => null],
])('one with %s is told nothing', async (_what, of) => {
  const { told, message } = await received(of(certificates));
  expect(told).toBe('');
  expect(message).toMatch(/^DatabaseUnavailable: /);
  expect(message).not.toContain('the_password');
});
