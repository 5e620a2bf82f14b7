// What goes wrong between the sidecar and Zendesk, on both databases: nothing lost, nothing twice.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reconcile } from '#flow/reconcile.ts';
import { publishPolicy, savePolicyDraft } from '#flow/publish.ts';
import type { Database } from '#rim/postgres/database.ts';
import { DATABASES } from './databases.ts';
import type { TestDatabase } from './databases.ts';
import { AGENT, BOT } from './fake-zendesk.ts';
import { ADMIN, contract, startTestSidecar } from './sidecar.ts';
import type { TestSidecar } from './sidecar.ts';
import { reader } from '#test/support/reader.ts';

const HOUR = 3_600_000;

describe.each(DATABASES)('%s', (_name, fresh) => {
  let home: TestDatabase;
  let database: Database;
  let sidecar: TestSidecar;

  beforeEach(async () => {
    home = await fresh();
    database = await home.open();
    sidecar = await startTestSidecar(database);
    await sidecar.store.contracts.put(contract({ tier: 'custom' }), null, ADMIN);
  });
  afterEach(async () => {
    await sidecar.stop();
    await database.close();
    await home.remove();
  });

  const rowOf = async (id: string) => (await sidecar.store.tickets.find(id))?.writeBack;
  const openAndSettle = async (id: string, agoMs = 60_000): Promise<void> => {
    sidecar.zendesk.open(id, Date.now() - agoMs);
    await sidecar.webhook(sidecar.hint(id));
    await sidecar.quiet();
  };
  /** Every clock goes on: the database's and Zendesk's. */
  const forward = async (ms: number): Promise<void> => {
    await database.setClockOffset(ms);
    sidecar.zendesk.now = () => Date.now() + ms;
    database.notify('tierline_due', '');
  };

  test('a conflict is read again, decided again and written: an agent’s tag in between stays', async () => {
    const { zendesk } = sidecar;
    zendesk.open('1', Date.now() - 60_000);
    let done = false;
    zendesk.beforeUpdate = () => {
      if (done) return;
      done = true;
      zendesk.change('1', { by: AGENT, at: Date.now(), tags: ['by_hand'] });
    };
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    expect(zendesk.ticket('1').tags).toEqual(['by_hand', 'info_missing', 'priority_p1', 'tier_custom']);
    expect([zendesk.reads, zendesk.writes.length]).toEqual([2, 1]);
  });

  test('a tag that an agent sets in the same second as our write comes back', async () => {
    const { zendesk } = sidecar;
    zendesk.open('1', Date.now() - 60_000);
    zendesk.beforeUpdate = () => {
      zendesk.beforeUpdate = null;
      // The stamp does not change within a second, so the safe update does not notice.
      zendesk.change('1', { by: AGENT, at: zendesk.ticket('1').updatedAt, tags: ['by_hand'] });
    };
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    expect(zendesk.ticket('1').tags).toEqual(['by_hand', 'info_missing', 'priority_p1', 'tier_custom']);
  });

  test('an answer that is lost after the write is applied leads to no second note', async () => {
    const { zendesk } = sidecar;
    await openAndSettle('1');
    zendesk.failures.push({ failure: { kind: 'timeout', message: 'no answer' }, applied: true });
    await forward(5 * HOUR); // first response of custom P1 is due after an hour
    await expect.poll(async () => (await rowOf('1'))?.state, { timeout: 20_000 }).toBe('settled');
    await sidecar.quiet();
    const notes = zendesk.comments('1').filter(({ authorId }) => authorId === BOT);
    expect(notes.map((note) => note.public)).toEqual([false]);
    expect(notes[0]?.text).toContain('First response');
    expect(zendesk.ticket('1').tags).toContain('sla_breached');
    expect((await sidecar.store.tickets.find('1'))?.firedCauses).toHaveLength(1);
  });

  test('Retry-After is obeyed, then the write goes out once', async () => {
    const { zendesk } = sidecar;
    zendesk.open('1', Date.now() - 60_000);
    zendesk.failures.push({ failure: { kind: 'rate_limited', retryAt: Date.now() + 1_500, message: '429' } });
    const began = Date.now();
    await sidecar.webhook(sidecar.hint('1'));
    await expect.poll(() => zendesk.writes.length, { timeout: 20_000 }).toBe(1);
    expect(Date.now() - began).toBeGreaterThanOrEqual(1_400);
    await sidecar.quiet();
    expect([zendesk.reads, zendesk.writes.length]).toEqual([1, 1]);
  });

  test('a permanent refusal is parked and shown, and can be tried again by hand', async () => {
    const { zendesk, store } = sidecar;
    zendesk.open('1', Date.now() - 60_000);
    zendesk.failures.push({ failure: { kind: 'invalid', message: 'Zendesk answered 422' } });
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    expect(await rowOf('1')).toMatchObject({
      state: 'failed',
      lastError: 'invalid: Zendesk answered 422',
      retryAt: null,
    });
    expect(zendesk.writes).toHaveLength(0);
    await store.tickets.retryWriteBack('1', ADMIN);
    await sidecar.quiet();
    expect(await rowOf('1')).toMatchObject({ state: 'settled', lastError: null });
    expect(zendesk.ticket('1').priority).toBe('urgent');
  });

  test('two programs that fight are noticed after three rounds', async () => {
    const { zendesk } = sidecar;
    await openAndSettle('1');
    for (let round = 0; round < 6; round++) {
      if (zendesk.ticket('1').priority !== 'urgent') break;
      zendesk.change('1', { by: '950', via: 'api', at: Date.now() + round * 1000, priority: 'low' });
      await sidecar.webhook({ ticket_id: '1' });
      await sidecar.quiet();
    }
    expect(await rowOf('1')).toMatchObject({ state: 'failed', lastError: 'CONFLICT_LOOP' });
    expect(zendesk.writes).toHaveLength(3);
    expect(zendesk.ticket('1').priority).toBe('low');
  });

  test('a closed ticket ends; so does a deleted one', async () => {
    const { zendesk, store } = sidecar;
    await openAndSettle('1');
    await openAndSettle('2');
    zendesk.change('1', { by: AGENT, at: Date.now(), status: 'closed' });
    zendesk.change('2', { by: AGENT, at: Date.now(), status: 'deleted' });
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.webhook(sidecar.hint('2'));
    await sidecar.quiet();
    await forward(100 * HOUR);
    await sidecar.quiet();
    expect((await store.tickets.find('1'))?.ended).toBe(true);
    expect((await store.tickets.find('2'))?.ended).toBe(true);
    expect(zendesk.writes).toHaveLength(2);
  });

  test('a ticket that closes while it is written ends as it closed', async () => {
    const { zendesk, store } = sidecar;
    zendesk.open('1', Date.now() - 60_000);
    zendesk.beforeUpdate = () => zendesk.change('1', { by: AGENT, at: Date.now(), status: 'closed' });
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    const row = await store.tickets.find('1');
    expect([row?.ended, row?.writeBack.state, row?.seen?.ticket.status]).toEqual([true, 'settled', 'closed']);
    expect(row?.judgement?.timers.map(({ state }) => state)).not.toContain('running');
    expect([zendesk.reads, zendesk.writes.length]).toEqual([2, 0]);
  });

  test('Zendesk away while reading: nothing is decided, then everything', async () => {
    const { zendesk } = sidecar;
    zendesk.open('1', Date.now() - 60_000);
    zendesk.readFailures.push({ kind: 'unavailable', message: 'no connection' }, { kind: 'timeout', message: 'slow' });
    await sidecar.webhook(sidecar.hint('1'));
    await expect.poll(() => zendesk.writes.length, { timeout: 20_000 }).toBe(1);
    await sidecar.quiet();
    expect(zendesk.ticket('1').priority).toBe('urgent');
  });

  test('events out of order and repeated change nothing that they should not', async () => {
    const { zendesk } = sidecar;
    zendesk.open('1', Date.now() - 600_000);
    const old = sidecar.hint('1');
    zendesk.change('1', { by: AGENT, at: Date.now() - 300_000, status: 'open', comment: { public: true } });
    const newer = sidecar.hint('1', { comment: { public: true, author_id: AGENT } });
    await sidecar.webhook(newer, 'b');
    await sidecar.quiet();
    const before = await sidecar.store.tickets.find('1');
    await sidecar.webhook(old, 'a');
    await sidecar.webhook(newer, 'b');
    await sidecar.webhook(newer, 'c');
    await sidecar.quiet();
    const after = await sidecar.store.tickets.find('1');
    expect(after?.facts).toEqual(before?.facts);
    const lasting = (row: typeof after): unknown => row?.judgement?.timers.map(({ remainingMs: _, ...timer }) => timer);
    expect(lasting(after)).toEqual(lasting(before));
    expect([zendesk.reads, zendesk.writes.length]).toEqual([1, 1]);
  });

  test('several workers: every ticket once', async () => {
    const { zendesk } = sidecar;
    for (let each = 0; each < 3; each++) sidecar.another();
    const ids = Array.from({ length: 40 }, (_, index) => String(1_000 + index));
    for (const id of ids) zendesk.open(id, Date.now() - 60_000);
    await Promise.all(ids.flatMap((id) => [sidecar.webhook({ ticket_id: id }), sidecar.webhook({ ticket_id: id })]));
    await sidecar.quiet();
    expect(ids.map((id) => zendesk.ticket(id).priority)).toEqual(ids.map(() => 'urgent'));
    const written = [
      ...zendesk.writes.map(({ ticketId }) => ticketId),
      ...zendesk.jobs.flatMap(({ ticketIds }) => ticketIds),
    ];
    expect(written.toSorted()).toEqual(ids.toSorted());
    expect(zendesk.reads).toBe(ids.length);
  });

  test('what was due during an outage fires once on return and says that it is late', async () => {
    const { zendesk } = sidecar;
    await openAndSettle('1');
    await sidecar.worker.stop(5_000);
    await forward(5 * HOUR);
    sidecar.another();
    await sidecar.quiet();
    await expect.poll(async () => (await rowOf('1'))?.state).toBe('settled');
    const notes = zendesk.comments('1').filter(({ authorId }) => authorId === BOT);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.text).toContain('Noticed late');
  });

  test('after an outage every changed ticket is looked at without a webhook', async () => {
    const { zendesk } = sidecar;
    await openAndSettle('1');
    zendesk.change('1', { by: AGENT, at: Date.now() + 5_000, status: 'pending' });
    zendesk.open('2', Date.now() - 30_000);
    await sidecar.quiet();
    expect(await reconcile({ ...sidecar.ports, ...sidecar.store })).toMatchObject({ kind: 'followed', asked: 2 });
    await sidecar.quiet();
    expect((await sidecar.store.tickets.find('1'))?.seen?.ticket.status).toBe('pending');
    expect(zendesk.ticket('2').priority).toBe('urgent');
    const reads = zendesk.reads;
    expect(await reconcile({ ...sidecar.ports, ...sidecar.store })).toMatchObject({ asked: 0 });
    expect(zendesk.reads).toBe(reads);
  });

  test('a cursor that Zendesk no longer takes is given up for where the stream was last read to its end', async () => {
    const { zendesk, store } = sidecar;
    const ports = { ...sidecar.ports, ...store };
    expect((await reconcile(ports)).kind).toBe('followed');
    // Three days later: nobody told of the ticket, and the cursor is too old.
    zendesk.open('1', Date.now() + HOUR);
    await forward(72 * HOUR);
    zendesk.refusesCursors = true;
    expect(await reconcile(ports)).toMatchObject({ kind: 'failed' });
    await sidecar.quiet();
    expect((await store.tickets.find('1'))?.seen?.ticket.id).toBe('1');
  });

  test('a quiet account names no cursor: after an outage the stream is read from where it was last asked for', async () => {
    const { zendesk, store } = sidecar;
    const ports = { ...sidecar.ports, ...store };
    zendesk.isQuiet = true;
    expect(await reconcile(ports)).toMatchObject({ kind: 'followed', atEnd: true });
    zendesk.isQuiet = false;
    zendesk.open('1', Date.now() + HOUR);
    await forward(72 * HOUR);
    expect(await reconcile(ports)).toMatchObject({ kind: 'followed', asked: 1 });
  });

  test('a contract that changes is written to all its tickets by few requests', async () => {
    const { zendesk, store } = sidecar;
    const ids = Array.from({ length: 30 }, (_, index) => String(2_000 + index));
    for (const id of ids) zendesk.open(id, Date.now() - 60_000);
    await Promise.all(ids.map((id) => sidecar.webhook({ ticket_id: id })));
    await sidecar.quiet();
    const requests = (): number => zendesk.writes.length + zendesk.jobs.length;
    const before = requests();
    await store.contracts.put(contract({ tier: 'enterprise' }), 1, ADMIN);
    await sidecar.quiet();
    expect(ids.every((id) => zendesk.ticket(id).tags.includes('tier_enterprise'))).toBe(true);
    expect(ids.some((id) => zendesk.ticket(id).tags.includes('tier_custom'))).toBe(false);
    expect(requests() - before).toBeLessThanOrEqual(3);
    // After a job the stamp of a ticket is not known: it is read before it is written again, once.
    expect(zendesk.reads).toBeLessThanOrEqual(2 * ids.length);
  });

  test('open tickets keep their version until publishing says otherwise', async () => {
    const { zendesk, store, ports } = sidecar;
    await openAndSettle('1');
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
      await sidecar.quiet();
      expect((await store.tickets.find('1'))?.policy?.version).toBe(moveOpen ? 3 : 1);
    }
    expect(zendesk.writes).toHaveLength(1);
  });
});
