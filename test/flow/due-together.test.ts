// S-01 in small: forty promises fall due in one second before four workers: each is told once, none before its time.
import { describe, expect, test } from 'vitest';
import { DATABASES } from './databases.ts';
import { BOT } from './fake-zendesk.ts';
import { faultsWorld } from './faults-world.ts';

const IDS = Array.from({ length: 40 }, (_, index) => String(4_001 + index));

describe.each(DATABASES)('%s', (_name, fresh) => {
  const world = faultsWorld(fresh);

  test('each once', async () => {
    const { sidecar } = world;
    const { zendesk, store } = sidecar;
    for (let count = 0; count < 3; count++) sidecar.another();
    const opened = world.now();
    for (const id of IDS) zendesk.open(id, opened);
    await Promise.all(IDS.map((id) => sidecar.webhook(sidecar.hint(id))));
    await sidecar.quiet();
    const dues = await Promise.all(
      IDS.map(async (id) => (await store.tickets.find(id))?.judgement?.timers.map(({ dueAt }) => dueAt)),
    );
    const [due] = dues.flat();
    if (due == null) throw new Error('nothing is due');
    expect(new Set(dues.flat())).toEqual(new Set([due]));
    const notes = (): readonly number[] =>
      IDS.map((id) => zendesk.comments(id).filter(({ authorId }) => authorId === BOT).length);

    // Long before, so that none is due yet when the looks are over.
    await world.forward(due - world.now() - 600_000);
    await Promise.all(IDS.map((id) => store.agenda.ask([id])));
    await expect.poll(async () => (await store.agenda.nextDueIn()) ?? 0).toBeGreaterThan(0);
    expect(notes()).toEqual(IDS.map(() => 0));
    await world.forward(due + 2_000 - world.now());
    await sidecar.quiet();
    expect(notes()).toEqual(IDS.map(() => 1));
    const causes = zendesk.writes.flatMap(
      ({ ticketId, note }) => note?.causes.map((cause) => `${ticketId} ${cause}`) ?? [],
    );
    expect(new Set(causes).size).toBe(causes.length);
  });
});
