// G-07: What pages and scripts ask: read, act, what if, contracts, policies; on both databases.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRecentReads } from '#flow/recent-reads.ts';
import type { RecentReads } from '#flow/recent-reads.ts';
import type { createServices } from '#flow/services.ts';
import type { Actor } from '#flow/ports/store.ts';
import type { Database } from '#rim/postgres/database.ts';
import { DATABASES } from './databases.ts';
import type { TestDatabase } from './databases.ts';
import { AGENT, ORGANIZATION, STRANGER } from './fake-zendesk.ts';
import { servicesOn } from './services-on.ts';
import { ADMIN, contract, startTestSidecar } from './sidecar.ts';
import type { TestSidecar } from './sidecar.ts';

const BY: Actor = { id: AGENT, name: AGENT, role: 'agent', proven: false };

describe.each(DATABASES)('%s', (_name, fresh) => {
  let home: TestDatabase;
  let database: Database;
  let sidecar: TestSidecar;
  let recent: RecentReads;
  let services: ReturnType<typeof createServices>;

  beforeEach(async () => {
    home = await fresh();
    database = await home.open();
    sidecar = await startTestSidecar(database, { policies: ['nextplane', 'zynstra'] });
    recent = createRecentReads(sidecar.store, () => performance.now());
    services = servicesOn(sidecar, recent);
  });
  afterEach(async () => {
    recent.close();
    await sidecar.stop();
    await database.close();
    await home.remove();
  });
  const put = (more: Parameters<typeof contract>[0] = {}, read: number | null = null) =>
    services.putContract({ terms: contract(more), read, by: ADMIN });

  test('a ticket that nobody told of is read when it is asked for; one that does not exist is none', async () => {
    await put();
    sidecar.zendesk.open('1', Date.now() - 60_000);
    const view = await services.ticketSupport('1', null);
    expect(view?.judgement?.priority?.id).toBe('P1');
    expect(view?.contract?.tierTitle).toBe('Business');
    expect(view?.policy).toMatchObject({ id: 'nextplane', version: 1, state: 'published' });
    expect(await services.ticketSupport('404', null)).toBeNull();
    expect(await services.ticketSupport('nothing', null)).toBeNull();
  });

  test('a contract for an organization that Zendesk does not have is kept, and that is told; nobody waits for Zendesk', async () => {
    expect(await put()).toMatchObject({ kind: 'done', value: { organizationName: 'Example Ltd', problems: [] } });
    const message = 'Zendesk has no organization 404: the contract waits until it has.';
    expect(await put({ organizationId: '404' })).toMatchObject({
      kind: 'done',
      value: { organizationName: null, problems: [{ path: 'organizationId', message }] },
    });
    sidecar.zendesk.organization = () =>
      Promise.resolve({ ok: false, failure: { kind: 'unavailable', message: 'Zendesk answered 502' } });
    expect(await put({ organizationId: '405' })).toMatchObject({ kind: 'done', value: { problems: [] } });
  });

  test('who asks sees what was told before: a contract, an act', async () => {
    await put();
    sidecar.zendesk.open('1', Date.now() - 60_000, { requesterId: STRANGER });
    await services.ticketSupport('1', null);
    expect(await put({ tier: 'custom' }, 1)).toMatchObject({ kind: 'done', value: { tierTitle: 'Custom' } });
    const view = await services.ticketSupport('1', null);
    expect([view?.judgement?.tier.id, view?.contract?.tierTitle]).toEqual(['custom', 'Custom']);
    expect(view?.judgement?.requester.verdict).toBe('emergency');
    const wish = { kind: 'duty', duty: 'verify_contact' } as const;
    const done = await services.act({ ticketId: '1', wish, by: BY, key: 'k1' });
    expect(done.kind === 'done' && done.value.judgement?.duties.find(({ id }) => id === 'verify_contact')?.state).toBe(
      'done',
    );
    const after = await services.ticketSupport('1', null);
    expect(after?.judgement?.duties.find(({ id }) => id === 'verify_contact')?.state).toBe('done');
    await sidecar.quiet();
    expect(sidecar.zendesk.ticket('1').tags).not.toContain('contact_unverified');
  });

  test('an act repeated with its key is one act; a refused one changes nothing and is audited', async () => {
    await put({ policyId: 'zynstra', tier: 'managed', partner: 'Example Partner' });
    sidecar.zendesk.open('1', Date.now() - 60_000, { fields: { '360002': 'fault' } });
    await services.ticketSupport('1', null);
    const refused = await services.act({ ticketId: '1', wish: { kind: 'handOff', to: 'L2' }, by: BY, key: 'a' });
    expect(refused.kind).toBe('refused');
    const both = await Promise.all(
      [1, 2].map(() =>
        services.act({
          ticketId: '1',
          wish: { kind: 'exclusion', exclusion: 'other_infrastructure' },
          by: BY,
          key: 'b',
        }),
      ),
    );
    const acts = await sidecar.store.tickets.acts('1');
    expect(acts.length).toBe(both.every(({ kind }) => kind === 'refused') ? 0 : 1);
    const { entries } = await services.auditLog(10, null);
    expect(entries.some(({ outcome }) => outcome.startsWith('refused: '))).toBe(true);
    const actors = entries.filter(({ role }) => role === 'agent').map(({ actor }) => actor);
    expect([actors.length, new Set(actors)]).toEqual([3, new Set([`${AGENT} (as claimed)`])]);
  });

  test('a key that stands for another act, or for one on another ticket, is refused and changes nothing', async () => {
    await put();
    for (const id of ['1', '2']) {
      sidecar.zendesk.open(id, Date.now() - 60_000);
      await services.ticketSupport(id, null);
    }
    const session = (ticketId: string, page: string) =>
      services.act({ ticketId, wish: { kind: 'session', url: `https://example.com/${page}` }, by: BY, key: 'k' });
    expect(await session('1', 'a')).toMatchObject({ kind: 'done' });
    expect(await session('1', 'b')).toMatchObject({ kind: 'refused', code: 'CONFLICT' });
    expect(await session('2', 'a')).toMatchObject({ kind: 'refused', code: 'CONFLICT' });
    expect(await session('1', 'a')).toMatchObject({ kind: 'done' });
    expect([(await sidecar.store.tickets.acts('1')).length, await sidecar.store.tickets.acts('2')]).toEqual([1, []]);
    const { entries } = await services.auditLog(4, null);
    expect(entries.map(({ outcome }) => outcome).toReversed()).toEqual([
      'done',
      'refused: CONFLICT',
      'refused: CONFLICT',
      'repeated',
    ]);
  });

  test('a ticket that is known can be read while nothing can be written', async () => {
    await put();
    sidecar.zendesk.open('1', Date.now() - 60_000);
    await services.ticketSupport('1', null);
    sidecar.zendesk.change('1', { by: AGENT, at: Date.now() + 2_000, comment: { public: true } });
    const worker = { ...sidecar.worker, lookNow: () => Promise.reject(new Error('its disk is full')) };
    const own = servicesOn(sidecar, recent, { worker });
    await sidecar.store.agenda.ask(['1']);
    expect((await own.ticketSupport('1', null))?.judgement?.priority?.id).toBe('P1');
    await expect(own.ticketSupport('2', null)).rejects.toThrow('its disk is full');
  });

  test('what is not offered is refused as a value: an exclusion that holds by itself, a publication without a note', async () => {
    await put();
    sidecar.zendesk.open('1', Date.now() - 60_000);
    const view = await services.ticketSupport('1', null);
    expect(view?.choices.exclusions.map(({ id }) => id)).not.toContain('unpaid');
    const wish = { kind: 'exclusion', exclusion: 'unpaid', reason: 'No money came' } as const;
    const unpaid = await services.act({ ticketId: '1', wish, by: BY, key: 'x' });
    expect(unpaid).toMatchObject({ kind: 'refused', code: 'NOT_BY_HAND' });
    expect(await sidecar.store.tickets.acts('1')).toEqual([]);
    for (const publish of [services.publishPolicy, services.restorePolicy]) {
      const silent = await publish({ id: 'nextplane', version: 1, note: ' ' }, ADMIN);
      expect(silent).toMatchObject({ kind: 'refused', code: 'BAD_USER_INPUT', problems: [{ path: 'note' }] });
    }
  });

  test('of two who read the same revision of a contract one gets CONFLICT; faults are named', async () => {
    await put();
    const results = await Promise.all([put({ users: 1 }, 1), put({ users: 2 }, 1)]);
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
    // The winner's answer was lost, and is asked for again.
    const standing = await sidecar.store.contracts.newest(ORGANIZATION);
    const again = await put({ users: standing?.terms.users ?? null }, 1);
    expect(again).toMatchObject({ kind: 'done', value: { revision: { revision: 2 } } });
    const faults = await put({ tier: 'gold', startsOn: '2026-02-30', timeZone: 'Mars/Olympus' });
    expect(faults).toMatchObject({
      kind: 'refused',
      code: 'BAD_USER_INPUT',
      problems: [{ path: 'tier' }, { path: 'startsOn' }, { path: 'timeZone' }],
    });
    for (const timeZone of ['+05:30', 'europe/london'])
      expect(await put({ timeZone })).toMatchObject({ kind: 'refused', problems: [{ path: 'timeZone' }] });
    expect(await put({ policyId: 'nobody' })).toMatchObject({ kind: 'refused', code: 'BAD_USER_INPUT' });
  });

  test('what if writes nothing; the past answers as it stood then', async () => {
    await put();
    const opened = Date.now() - 3_600_000;
    sidecar.zendesk.open('1', opened);
    await services.ticketSupport('1', null);
    await sidecar.quiet();
    const writes = sidecar.zendesk.writes.length;
    const what = await services.whatIf('1', { priority: 'P4' });
    expect([what?.before.judgement?.priority?.id, what?.after.judgement?.priority?.id]).toEqual(['P1', 'P4']);
    for (const before of [opened - 1_000, Date.parse('0001-01-01T00:00:00Z')])
      expect([await services.whatIf('1', { at: before }), await services.ticketSupport('1', before)]).toEqual([
        null,
        null,
      ]);
    sidecar.zendesk.change('1', {
      by: AGENT,
      at: Date.now() - 60_000,
      status: 'solved',
      fields: { '360001': 'one_user' },
      comment: { public: true },
    });
    await sidecar.webhook({ ticket_id: '1' });
    await sidecar.quiet();
    const stateAt = async (at: number | null) =>
      (await services.ticketSupport('1', at))?.judgement?.timers.find(({ metric }) => metric === 'first_response')
        ?.state;
    expect(await stateAt(opened + 1_000)).toBe('running');
    expect(await stateAt(null)).toMatch(/met/);
    // What should have been shown then, not what should be shown now.
    const wantedAt = async (at: number | null) => {
      const view = await services.ticketSupport('1', at);
      expect(view?.writeBack?.wantedTags).toEqual(view?.judgement?.wantedTags);
      return view?.writeBack;
    };
    const [then, today] = [await wantedAt(opened + 1_000), await wantedAt(null)];
    expect(then?.wantedTags).not.toEqual(today?.wantedTags);
    expect(then).toMatchObject({ state: 'settled', lastError: null, retryAt: null });
    expect(sidecar.zendesk.writes.length).toBeLessThanOrEqual(writes + 1);
  });

  test('the queue pages by priority and submission; an organization shows its contract and tickets', async () => {
    await put();
    for (let index = 0; index < 7; index++) {
      const impact = index % 2 === 0 ? 'all_users' : 'one_user';
      sidecar.zendesk.open(String(100 + index), Date.now() - 100_000 + index * 1_000, {
        fields: { '360001': impact, '360002': 'fault' },
      });
      await services.ticketSupport(String(100 + index), null);
    }
    const first = await services.queue({ first: 4, after: null });
    const second = await services.queue({ first: 4, after: first.endCursor });
    expect([...first.rows, ...second.rows].map(({ ticketId }) => ticketId)).toEqual([
      '100',
      '102',
      '104',
      '106',
      '101',
      '103',
      '105',
    ]);
    expect([first.hasNextPage, second.hasNextPage, await first.total()]).toEqual([true, false, 7]);
    expect(await (await services.queue({ first: 10, after: null, priority: 'P3' })).total()).toBe(3);
    const organization = await services.organizationSupport(ORGANIZATION);
    expect(organization).toMatchObject({
      contract: { tierTitle: 'Business', organizationName: 'Example Ltd' },
      coverage: { verdict: 'covered' },
    });
    expect(organization?.openTickets).toHaveLength(7);
    expect(
      organization?.targets.map(
        ({ priority, timers }) => `${priority.id} ${timers.map(({ targetText }) => targetText).join(' ')}`,
      ),
    ).toEqual(['P1 1h', 'P2 2h', 'P3 2h', 'P4 8h']);
  });

  test('a policy: faults with their places, a draft, one publisher of two, an earlier version again', async () => {
    expect(await services.savePolicyDraft('policy: x\ntitle: [', ADMIN)).toMatchObject({
      kind: 'refused',
      code: 'POLICY_INVALID',
    });
    const text = (await services.policy('nextplane', null))?.text ?? '';
    for (const words of ['one', 'two'])
      expect((await services.savePolicyDraft(`${text}\n# ${words}\n`, ADMIN)).kind).toBe('done');
    const published = await Promise.all(
      [2, 3].map((version) => services.publishPolicy({ id: 'nextplane', version, note: 'Words' }, ADMIN)),
    );
    expect(published.filter(({ kind }) => kind === 'done').length).toBeGreaterThanOrEqual(1);
    // Each attempt stands in the log, also of who comes second.
    const refusedOnes = await Promise.all([
      services.publishPolicy({ id: 'nextplane', version: 2, note: 'Too late' }, ADMIN),
      services.restorePolicy({ id: 'nextplane', version: 9, note: 'None' }, ADMIN),
    ]);
    expect(refusedOnes.map(({ kind }) => kind)).toEqual(['refused', 'refused']);
    const { entries } = await services.auditLog(20, null);
    const attempts = entries.filter(({ action }) => /^(publish|restore)Policy$/.test(action));
    expect(attempts.filter(({ detail }) => detail?.includes('Words')).length).toBe(2);
    expect(attempts.filter(({ detail }) => detail === 'Too late' || detail === 'None')).toMatchObject([
      { outcome: expect.stringMatching(/^refused: /) as string },
      { outcome: expect.stringMatching(/^refused: /) as string },
    ]);
    const restore = () => services.restorePolicy({ id: 'nextplane', version: 1, note: 'As it was' }, ADMIN);
    const again = await restore();
    expect(again).toMatchObject({ kind: 'done', value: { version: 4, state: 'published' } });
    // Asked for again because the answer was lost.
    expect(await restore()).toMatchObject({ kind: 'done', value: { version: 4, note: 'As it was' } });
    const last = { id: 'nextplane', version: 4, note: 'As it was' };
    expect(await services.publishPolicy(last, ADMIN)).toMatchObject({ kind: 'done', value: { version: 4 } });
    for (let times = 0; times < 2; times++) await services.savePolicyDraft(`${text}\n# three\n`, ADMIN);
    const { entries: latest } = await services.auditLog(4, null);
    expect(latest.map(({ action, subject, outcome }) => [action, subject, outcome]).toReversed()).toEqual([
      ['restorePolicy', 'nextplane version 4', 'repeated'],
      ['publishPolicy', 'nextplane version 4', 'repeated'],
      ['savePolicyDraft', 'nextplane version 5', 'done'],
      ['savePolicyDraft', 'nextplane version 5', 'repeated'],
    ]);
    const views = await services.policies();
    expect(views.map(({ id, version, state }) => [id, version, state])).toEqual([
      ['nextplane', 5, 'draft'],
      ['zynstra', 1, 'published'],
    ]);
    expect(views[0]?.cover.length).toBeGreaterThan(0);
    expect((await services.policy('nextplane', 4))?.text).toBe(text);
  });

  test('attainment counts kept and broken promises', async () => {
    await put();
    sidecar.zendesk.open('1', Date.now() - 60_000);
    sidecar.zendesk.change('1', { by: AGENT, at: Date.now() - 30_000, status: 'open', comment: { public: true } });
    await services.ticketSupport('1', null);
    const rows = await services.attainment(Date.now() - 3_600_000, Date.now() + 1_000, ['tier', 'metric']);
    expect(rows).toContainEqual({ keys: ['business', 'first_response'], met: 1, breached: 0, excluded: 0 });
  });

  test('attainment counts every wait of a promise that repeats, not the present one alone (G2)', async () => {
    await put();
    sidecar.zendesk.open('1', Date.now() - 60_000);
    for (const ago of [50_000, 40_000, 30_000]) {
      sidecar.zendesk.change('1', { by: AGENT, at: Date.now() - ago, status: 'open', comment: { public: true } });
    }
    await services.ticketSupport('1', null);
    const rows = await services.attainment(Date.now() - 3_600_000, Date.now() + 1_000, ['metric']);
    expect(rows).toContainEqual({ keys: ['update'], met: 2, breached: 0, excluded: 0 });
  });
});
