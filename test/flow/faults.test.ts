// C-04, Z-03, Z-04: What goes wrong between the sidecar and Zendesk, on both databases: nothing lost, nothing twice.
import { describe, expect, test } from 'vitest';
import { publishPolicy, savePolicyDraft } from '#flow/publish.ts';
import { reconcile } from '#flow/reconcile.ts';
import { reader } from '#test/support/reader.ts';
import { DATABASES } from './databases.ts';
import { AGENT, BOT } from './fake-zendesk.ts';
import { faultsWorld, HOUR } from './faults-world.ts';
import { ADMIN, contract } from './sidecar.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  const world = faultsWorld(fresh);

  test('a conflict is read again, decided again and written: an agent’s tag in between stays', async () => {
    const { zendesk } = world.sidecar;
    zendesk.open('1', world.now() - 60_000);
    let done = false;
    zendesk.beforeUpdate = () => {
      if (done) return;
      done = true;
      zendesk.change('1', { by: AGENT, at: world.now(), tags: ['by_hand'] });
    };
    await world.sidecar.webhook(world.sidecar.hint('1'));
    await world.sidecar.quiet();
    expect(zendesk.ticket('1').tags).toEqual(['by_hand', 'info_missing', 'priority_p1', 'tier_custom']);
    expect([zendesk.reads, zendesk.writes.length]).toEqual([2, 1]);
  });

  test('tags that were written between a back-up and its restore are still ours to remove', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    await world.openAndSettle('1');
    const before = zendesk.ticket('1').tags;
    // As the sidecar wrote, which remembers nothing of it; the tag of another name is nobody's promise.
    const tags = [...before, 'priority_p4', 'restored'].toSorted();
    zendesk.change('1', { by: BOT, at: world.now(), via: 'api', tags });
    await sidecar.webhook(sidecar.hint('1', { actor_id: AGENT }));
    await sidecar.quiet();
    expect(zendesk.ticket('1').tags).toEqual([...before, 'restored'].toSorted());
  });

  test('a tag that an agent sets in the same second as our write comes back', async () => {
    const { zendesk } = world.sidecar;
    zendesk.open('1', world.now() - 60_000);
    zendesk.beforeUpdate = () => {
      zendesk.beforeUpdate = null;
      // The stamp does not change within a second, so the safe update does not notice.
      zendesk.change('1', { by: AGENT, at: zendesk.ticket('1').updatedAt, tags: ['by_hand'] });
    };
    await world.sidecar.webhook(world.sidecar.hint('1'));
    await world.sidecar.quiet();
    expect(zendesk.ticket('1').tags).toEqual(['by_hand', 'info_missing', 'priority_p1', 'tier_custom']);
  });

  test('an answer that is lost after the write is applied leads to no second note', async () => {
    const { zendesk } = world.sidecar;
    await world.openAndSettle('1');
    zendesk.failures.push({ failure: { kind: 'timeout', message: 'no answer' }, applied: true });
    await world.forward(5 * HOUR); // first response of custom P1 is due after an hour
    await expect.poll(async () => (await world.rowOf('1'))?.state).toBe('settled');
    await world.sidecar.quiet();
    const notes = zendesk.comments('1').filter(({ authorId }) => authorId === BOT);
    expect(notes.map((note) => note.public)).toEqual([false]);
    expect(notes[0]?.text).toContain('First response');
    expect(zendesk.ticket('1').tags).toContain('sla_breached');
    expect((await world.sidecar.store.tickets.find('1'))?.firedCauses).toHaveLength(1);
  });

  test('Retry-After is obeyed, then the write goes out once', async () => {
    const { zendesk } = world.sidecar;
    zendesk.open('1', world.now() - 60_000);
    const retryAt = world.now() + 1_500;
    zendesk.failures.push({ failure: { kind: 'rate_limited', retryAt, message: '429' } });
    let writtenAt = 0;
    zendesk.beforeUpdate = () => void (writtenAt = world.now());
    // No step of the clock here: the worker wakes by itself.
    await world.sidecar.webhook(world.sidecar.hint('1'));
    await expect.poll(() => zendesk.writes.length).toBe(1);
    expect(writtenAt).toBeGreaterThanOrEqual(retryAt - 100);
    await world.sidecar.quiet();
    expect([zendesk.reads, zendesk.writes.length]).toEqual([1, 1]);
  });

  test('a permanent refusal is parked and shown, and can be tried again by hand', async () => {
    const { zendesk, store } = world.sidecar;
    zendesk.open('1', world.now() - 60_000);
    zendesk.failures.push({ failure: { kind: 'invalid', message: 'Zendesk answered 422' } });
    await world.sidecar.webhook(world.sidecar.hint('1'));
    await world.sidecar.quiet();
    expect(await world.rowOf('1')).toMatchObject({
      state: 'failed',
      lastError: 'invalid: Zendesk answered 422',
      retryAt: null,
    });
    expect(zendesk.writes).toHaveLength(0);
    await store.tickets.retryWriteBack('1', ADMIN);
    await world.sidecar.quiet();
    expect(await world.rowOf('1')).toMatchObject({ state: 'settled', lastError: null });
    expect(zendesk.ticket('1').priority).toBe('urgent');
  });

  test('two programs that fight are noticed after three rounds', async () => {
    const { zendesk } = world.sidecar;
    await world.openAndSettle('1');
    for (let round = 0; round < 6; round++) {
      if (zendesk.ticket('1').priority !== 'urgent') break;
      zendesk.change('1', { by: '950', via: 'api', at: world.now() + round * 1000, priority: 'low' });
      await world.sidecar.webhook({ ticket_id: '1' });
      await world.sidecar.quiet();
    }
    expect(await world.rowOf('1')).toMatchObject({ state: 'failed', lastError: 'CONFLICT_LOOP' });
    expect(zendesk.writes).toHaveLength(3);
    expect(zendesk.ticket('1').priority).toBe('low');
  });

  test('a closed ticket ends; so does a deleted one', async () => {
    const { zendesk, store } = world.sidecar;
    await world.openAndSettle('1');
    await world.openAndSettle('2');
    zendesk.change('1', { by: AGENT, at: world.now(), status: 'closed' });
    zendesk.change('2', { by: AGENT, at: world.now(), status: 'deleted' });
    await world.sidecar.webhook(world.sidecar.hint('1'));
    await world.sidecar.webhook(world.sidecar.hint('2'));
    await world.sidecar.quiet();
    await world.forward(100 * HOUR);
    await world.sidecar.quiet();
    expect((await store.tickets.find('1'))?.ended).toBe(true);
    expect((await store.tickets.find('2'))?.ended).toBe(true);
    expect(zendesk.writes).toHaveLength(2);
  });

  test('a ticket that closes while it is written ends as it closed', async () => {
    const { zendesk, store } = world.sidecar;
    zendesk.open('1', world.now() - 60_000);
    zendesk.beforeUpdate = () => zendesk.change('1', { by: AGENT, at: world.now(), status: 'closed' });
    await world.sidecar.webhook(world.sidecar.hint('1'));
    await world.sidecar.quiet();
    const row = await store.tickets.find('1');
    expect([row?.ended, row?.writeBack.state, row?.seen?.ticket.status]).toEqual([true, 'settled', 'closed']);
    expect(row?.judgement?.timers.map(({ state }) => state)).not.toContain('running');
    expect([zendesk.reads, zendesk.writes.length]).toEqual([2, 0]);
  });

  test('Zendesk away while reading: nothing is decided, then everything', async () => {
    const { zendesk } = world.sidecar;
    zendesk.open('1', world.now() - 60_000);
    zendesk.readFailures.push({ kind: 'unavailable', message: 'no connection' }, { kind: 'timeout', message: 'slow' });
    await world.sidecar.webhook(world.sidecar.hint('1'));
    const writes = async (): Promise<number> => {
      await world.sidecar.quiet();
      return zendesk.writes.length;
    };
    await expect.poll(writes).toBe(1);
    expect(zendesk.ticket('1').priority).toBe('urgent');
  });

  test('events out of order and repeated change nothing that they should not', async () => {
    const { zendesk } = world.sidecar;
    // At second 0 a stamp would read as one that has minutes only.
    zendesk.open('1', world.now() - 590_000);
    const old = world.sidecar.hint('1');
    zendesk.change('1', { by: AGENT, at: world.now() - 290_000, status: 'open', comment: { public: true } });
    const newer = world.sidecar.hint('1', { comment: { public: true, author_id: AGENT } });
    await world.sidecar.webhook(newer, 'b');
    await world.sidecar.quiet();
    const before = await world.sidecar.store.tickets.find('1');
    await world.sidecar.webhook(old, 'a');
    await world.sidecar.webhook(newer, 'b');
    await world.sidecar.webhook(newer, 'c');
    await world.sidecar.quiet();
    const after = await world.sidecar.store.tickets.find('1');
    expect(after?.facts).toEqual(before?.facts);
    const lasting = (row: typeof after): unknown => row?.judgement?.timers.map(({ remainingMs: _, ...timer }) => timer);
    expect(lasting(after)).toEqual(lasting(before));
    expect([zendesk.reads, zendesk.writes.length]).toEqual([1, 1]);
  });

  test('several workers: every ticket once', async () => {
    const { zendesk } = world.sidecar;
    // They begin when all has come: what comes to a ticket after its look is another look.
    await world.sidecar.worker.stop(5_000);
    const ids = Array.from({ length: 40 }, (_, index) => String(1_000 + index));
    for (const id of ids) zendesk.open(id, world.now() - 60_000);
    await Promise.all(
      ids.flatMap((id) => [world.sidecar.webhook({ ticket_id: id }), world.sidecar.webhook({ ticket_id: id })]),
    );
    for (let each = 0; each < 4; each++) world.sidecar.another();
    await world.sidecar.quiet();
    expect(ids.map((id) => zendesk.ticket(id).priority)).toEqual(ids.map(() => 'urgent'));
    const written = [
      ...zendesk.writes.map(({ ticketId }) => ticketId),
      ...zendesk.jobs.flatMap(({ ticketIds }) => ticketIds),
    ];
    expect(written.toSorted()).toEqual(ids.toSorted());
    expect(zendesk.reads).toBe(ids.length);
  });

  test('what was due during an outage fires once on return and says that it is late', async () => {
    const { zendesk } = world.sidecar;
    await world.openAndSettle('1');
    await world.sidecar.worker.stop(5_000);
    await world.forward(5 * HOUR);
    world.sidecar.another();
    await world.sidecar.quiet();
    await expect.poll(async () => (await world.rowOf('1'))?.state).toBe('settled');
    const notes = zendesk.comments('1').filter(({ authorId }) => authorId === BOT);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.text).toContain('Noticed late');
  });

  test('after an outage every changed ticket is looked at without a webhook', async () => {
    const { zendesk } = world.sidecar;
    await world.openAndSettle('1');
    zendesk.change('1', { by: AGENT, at: world.now() + 5_000, status: 'pending' });
    zendesk.open('2', world.now() - 30_000);
    await world.sidecar.quiet();
    expect(await reconcile({ ...world.sidecar.ports, ...world.sidecar.store })).toMatchObject({
      kind: 'followed',
      asked: 2,
    });
    await world.sidecar.quiet();
    expect((await world.sidecar.store.tickets.find('1'))?.seen?.ticket.status).toBe('pending');
    expect(zendesk.ticket('2').priority).toBe('urgent');
    const reads = zendesk.reads;
    expect(await reconcile({ ...world.sidecar.ports, ...world.sidecar.store })).toMatchObject({ asked: 0 });
    expect(zendesk.reads).toBe(reads);
  });

  test('a cursor that Zendesk no longer takes is given up for where the stream was last read to its end', async () => {
    const { zendesk, store } = world.sidecar;
    const ports = { ...world.sidecar.ports, ...store };
    expect((await reconcile(ports)).kind).toBe('followed');
    // Three days later: nobody told of the ticket, and the cursor is too old.
    zendesk.open('1', world.now() + HOUR);
    await world.forward(72 * HOUR);
    zendesk.refusesCursors = true;
    expect(await reconcile(ports)).toMatchObject({ kind: 'failed' });
    await world.sidecar.quiet();
    expect((await store.tickets.find('1'))?.seen?.ticket.id).toBe('1');
  });

  test('where Zendesk refuses the priority, tags and notes are written all the same, and the refusal is shown', async () => {
    const { zendesk } = world.sidecar;
    const failure = { kind: 'invalid', message: 'Zendesk answered 422: Priority: urgent is not valid' } as const;
    zendesk.failures.push({ failure });
    await world.openAndSettle('1');
    const shown = { state: 'failed', lastError: expect.stringContaining('Priority: urgent') as string };
    expect(zendesk.ticket('1')).toMatchObject({
      priority: null,
      tags: expect.arrayContaining(['tier_custom']) as string[],
    });
    expect(await world.rowOf('1')).toMatchObject(shown);
    zendesk.failures.push({ failure });
    await world.forward(1.5 * HOUR);
    await world.sidecar.quiet();
    await expect.poll(() => zendesk.comments('1').filter(({ authorId }) => authorId === BOT).length).toBe(1);
    expect(zendesk.ticket('1').tags).toContain('sla_breached');
    expect(await world.rowOf('1')).toMatchObject(shown);
  });

  test('a priority that Zendesk takes but does not set is shown, and not sent again and again', async () => {
    const { zendesk } = world.sidecar;
    zendesk.ignoresPriority = true;
    await world.openAndSettle('1');
    await world.sidecar.store.agenda.ask(['1'], { mustRead: true });
    await world.sidecar.quiet();
    expect(zendesk.writes).toHaveLength(1);
    expect(zendesk.ticket('1').tags).toContain('tier_custom');
    expect(await world.rowOf('1')).toMatchObject({
      state: 'failed',
      lastError: expect.stringContaining('still none') as string,
    });
  });

  test('a cursor that pages refuse again and again is given up too', async () => {
    const { zendesk, store } = world.sidecar;
    const ports = { ...world.sidecar.ports, ...store };
    expect(await reconcile(ports)).toMatchObject({ kind: 'followed' });
    zendesk.open('1', world.now() + HOUR);
    await world.forward(3 * HOUR);
    zendesk.hidesCursors = true;
    for (let times = 1; times <= 4; times++) await reconcile(ports);
    expect(await store.tickets.find('1')).toBeNull();
    await reconcile(ports);
    await world.sidecar.quiet();
    expect((await store.tickets.find('1'))?.seen?.ticket.id).toBe('1');
  });

  test('a quiet account names no cursor: after an outage the stream is read from where it was last asked for', async () => {
    const { zendesk, store } = world.sidecar;
    const ports = { ...world.sidecar.ports, ...store };
    zendesk.isQuiet = true;
    expect(await reconcile(ports)).toMatchObject({ kind: 'followed', atEnd: true });
    zendesk.isQuiet = false;
    zendesk.open('1', world.now() + HOUR);
    await world.forward(72 * HOUR);
    expect(await reconcile(ports)).toMatchObject({ kind: 'followed', asked: 1 });
  });

  test('a contract that changes is written to all its tickets by few requests', async () => {
    const { zendesk, store } = world.sidecar;
    const ids = Array.from({ length: 30 }, (_, index) => String(2_000 + index));
    for (const id of ids) zendesk.open(id, world.now() - 60_000);
    await Promise.all(ids.map((id) => world.sidecar.webhook({ ticket_id: id })));
    await world.sidecar.quiet();
    const requests = (): number => zendesk.writes.length + zendesk.jobs.length;
    const before = requests();
    await store.contracts.put(contract({ tier: 'enterprise' }), 1, ADMIN);
    await world.sidecar.quiet();
    expect(ids.every((id) => zendesk.ticket(id).tags.includes('tier_enterprise'))).toBe(true);
    expect(ids.some((id) => zendesk.ticket(id).tags.includes('tier_custom'))).toBe(false);
    expect(requests() - before).toBeLessThanOrEqual(3);
    // After a job the stamp of a ticket is not known: it is read before it is written again, once.
    expect(zendesk.reads).toBeLessThanOrEqual(2 * ids.length);
    // That the export shows what the job did is no reason to read it.
    expect(zendesk.jobs.flatMap(({ ticketIds }) => ticketIds).length).toBeGreaterThan(20);
    const following = { ...world.sidecar.ports, ...store };
    expect(await reconcile(following)).toMatchObject({ kind: 'followed', asked: 0 });
    const [id = ''] = zendesk.jobs[0]?.ticketIds ?? [];
    zendesk.change(id, { by: AGENT, at: world.now() + 10_000, comment: { public: true } });
    expect(await reconcile(following)).toMatchObject({ asked: 1 });
  });

  test('open tickets keep their version until publishing says otherwise', async () => {
    const { zendesk, store, ports } = world.sidecar;
    await world.openAndSettle('1');
    const record = await store.policies.find('nextplane', 1);
    const publishing = { ...ports, ...store, reader };
    const text = (record?.text ?? '').replace('title: Custom', 'title: Bespoke');
    for (const [version, moveOpen] of [
      [2, false],
      [3, true],
    ] as const) {
      expect((await savePolicyDraft(`${text}\n# ${String(version)}`, ADMIN, publishing)).kind).toBe('done');
      const outcome = await publishPolicy(
        { id: 'nextplane', version, note: 'Another title', moveOpen },
        ADMIN,
        publishing,
      );
      expect(outcome.kind).toBe('done');
      await world.sidecar.quiet();
      expect((await store.tickets.find('1'))?.policy?.version).toBe(moveOpen ? 3 : 1);
    }
    expect(zendesk.writes).toHaveLength(1);
  });
});
