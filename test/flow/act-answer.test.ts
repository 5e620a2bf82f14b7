// What an act answers while whoever holds the ticket has not taken it in yet.
import { describe, expect, test } from 'vitest';
import { createRecentReads } from '#flow/recent-reads.ts';
import { DATABASES } from './databases.ts';
import { faultsWorld } from './faults-world.ts';
import { servicesOn } from './services-on.ts';
import { ADMIN } from './sidecar.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  const world = faultsWorld(fresh);

  test('what will be written, and that it waits', async () => {
    const { sidecar } = world;
    await world.openAndSettle('1');
    sidecar.worker.rest();
    const worker = { ...sidecar.worker, lookNow: () => Promise.resolve(null) };
    const recent = createRecentReads(sidecar.store, () => performance.now());
    const services = servicesOn(sidecar, recent, { worker });
    const wish = { kind: 'exclusion', exclusion: 'misuse', reason: 'Not ours' } as const;
    const request = { ticketId: '1', wish, by: ADMIN, key: 'k' };
    const writeBack = {
      state: 'pending',
      wantedTags: expect.arrayContaining(['exclusion_misuse']) as string[],
    };
    const done = { kind: 'done', value: { writeBack } };
    expect(await services.act(request)).toMatchObject(done);
    recent.close();
  });
});
