// Acts on a ticket that Zendesk has closed or deleted: what is still owed can be recorded, all else is refused and not offered.
import { expect, test } from 'vitest';
import type { ActWish } from '#flow/act.ts';
import { createRecentReads } from '#flow/recent-reads.ts';
import { sidecarForEachTest } from '#test/support/sidecar-for-each-test.ts';
import { embedded } from './databases.ts';
import { AGENT } from './fake-zendesk.ts';
import { servicesOn } from './services-on.ts';
import { ADMIN } from './sidecar.ts';
import type { TestSidecar } from './sidecar.ts';

const HOUR = 3_600_000;
let sidecar: TestSidecar;
sidecarForEachTest(embedded, (begun) => void (sidecar = begun), { policies: ['pexip'] });

const SESSION: ActWish = { kind: 'session', url: 'https://example.com/a' };
const SURVEYED: ActWish = { kind: 'complete', metric: 'survey' };

/** Ticket 1, solved two hours ago and then closed or deleted; `work` asks and acts. */
async function onEnded(
  status: 'closed' | 'deleted',
  work: (services: ReturnType<typeof servicesOn>, act: (wish: ActWish) => Promise<object>) => Promise<void>,
): Promise<void> {
  const { zendesk } = sidecar;
  const reported: string[] = [];
  zendesk.open('1', Date.now() - 3 * HOUR);
  zendesk.change('1', { by: AGENT, at: Date.now() - 2 * HOUR, status: 'solved', comment: { public: true } });
  await sidecar.webhook({ ticket_id: '1' });
  await sidecar.quiet();
  zendesk.change('1', { by: AGENT, at: Date.now() - HOUR, status });
  await sidecar.webhook({ ticket_id: '1', status });
  await sidecar.quiet();
  expect((await sidecar.store.tickets.find('1'))?.ended).toBe(true);
  const recent = createRecentReads(sidecar.store, () => performance.now());
  const report = ({ title }: { title: string }) => {
    reported.push(title);
    return Promise.resolve({ ok: true, value: { reference: 'a/b#1', url: 'https://example.com' } } as const);
  };
  const services = servicesOn(sidecar, recent, { defects: { report } });
  await work(services, (wish) => services.act({ ticketId: '1', wish, by: ADMIN, key: JSON.stringify(wish) }));
  expect(reported).toEqual([]);
  recent.close();
}

test('closed', async () => {
  await onEnded('closed', async (services, act) => {
    const view = await services.ticketSupport('1', null);
    expect(view?.ended).toBe('closed');
    expect(view?.choices).toMatchObject({ priorities: [], exclusions: [], agreeInstants: [], defects: false });
    expect(view?.choices.completeTimers.map(({ id }) => id)).toContain('survey');
    expect(await act(SESSION)).toMatchObject({
      kind: 'refused',
      code: 'TICKET_CLOSED',
      message: expect.stringMatching(/^Zendesk has closed the ticket/) as string,
    });
    for (const title of ['It stops', 'a/b#2'])
      expect(await services.reportDefect({ ticketId: '1', title, details: null, by: ADMIN, key: title })).toMatchObject(
        { kind: 'refused', code: 'TICKET_CLOSED' },
      );
    const { entries } = await services.auditLog(3, null);
    expect(entries.map(({ outcome }) => outcome)).toEqual(entries.map(() => 'refused: TICKET_CLOSED'));
    expect(await act(SURVEYED)).toMatchObject({ kind: 'done' });
    const after = await services.ticketSupport('1', null);
    expect(after?.judgement?.timers.find(({ metric }) => metric === 'survey')?.state).toBe('met');
    const row = await sidecar.store.tickets.find('1');
    expect(row?.judgement?.timers.find(({ metric }) => metric === 'survey')?.state).toBe('met');
    // Asked for once more, because the answer was lost.
    expect(await act(SURVEYED)).toMatchObject({ kind: 'done' });
  });
});

test('deleted', async () => {
  await onEnded('deleted', async (services, act) => {
    const view = await services.ticketSupport('1', null);
    expect(view?.ended).toBe('deleted');
    expect(
      Object.values(view?.choices ?? {})
        .flat()
        .filter(Boolean),
    ).toEqual([]);
    for (const wish of [SESSION, SURVEYED])
      expect(await act(wish)).toMatchObject({ kind: 'refused', code: 'TICKET_DELETED' });
  });
});

test('an open one has not ended', async () => {
  sidecar.zendesk.open('1', Date.now() - HOUR);
  const recent = createRecentReads(sidecar.store, () => performance.now());
  const view = await servicesOn(sidecar, recent).ticketSupport('1', null);
  expect([view?.ended, view?.choices.defects]).toEqual([null, true]);
  recent.close();
});
