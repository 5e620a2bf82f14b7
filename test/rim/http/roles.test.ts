/** How long a role is remembered: by a clock that nobody sets. */
import { expect, it } from 'vitest';
import { createAuthentication } from '#rim/http/authentication/authentication.ts';
import type { RoleReading } from '#rim/http/authentication/viewer.ts';

it('a role that was taken away is gone a minute later, also where the clock of the tokens is set back', async () => {
  const clock = { now: 10_000_000_000, elapsed: 0 };
  let reading: RoleReading = { kind: 'role', role: 'admin' };
  const authenticate = createAuthentication({
    secrets: [],
    subdomain: 'acme',
    adminTokens: [],
    sessions: {
      mint: () => Promise.resolve(''),
      read: () => Promise.resolve({ id: 's', userId: '5', expiresAt: clock.now + 3_600_000 }),
      isEnded: () => Promise.resolve(false),
      end: () => Promise.resolve(false),
    },
    lookUpRole: () => Promise.resolve(reading),
    now: () => clock.now,
    elapsed: () => clock.elapsed,
  });
  const role = async () => (await authenticate('Bearer token'))?.role('write');
  expect(await role()).toEqual({ kind: 'role', role: 'admin' });
  reading = { kind: 'role', role: 'agent' };
  clock.now -= 3_600_000;
  clock.elapsed += 59_000;
  expect(await role()).toEqual({ kind: 'role', role: 'admin' });
  clock.elapsed += 2_000;
  expect(await role()).toEqual({ kind: 'role', role: 'agent' });
});
