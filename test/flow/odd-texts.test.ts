// Texts that PostgreSQL does not know, from Zendesk and from people, on both databases: no ticket waits because of them.
import { describe, expect, test } from 'vitest';
import { sidecarForEachTest } from '#test/support/sidecar-for-each-test.ts';
import { DATABASES } from './databases.ts';
import { CUSTOMER } from './fake-zendesk.ts';
import { ADMIN, contract } from './sidecar.ts';
import type { TestSidecar } from './sidecar.ts';

const ODD = 'half \ud83d and \u0000';

describe.each(DATABASES)('%s', (_name, fresh) => {
  let sidecar: TestSidecar;
  sidecarForEachTest(fresh, async (begun) => {
    sidecar = begun;
    await sidecar.store.contracts.put(contract({ tier: 'custom' }), null, ADMIN);
  });

  test('a comment and an act with half a pair of surrogates and NUL are judged as any other', async () => {
    const { zendesk, store } = sidecar;
    zendesk.open('1', Date.now() - 60_000);
    zendesk.open('2', Date.now() - 60_000);
    zendesk.change('1', { by: CUSTOMER, at: Date.now() - 50_000, comment: { public: true, text: ODD } });
    await Promise.all(['1', '2'].map((id) => sidecar.webhook({ ticket_id: id })));
    await sidecar.quiet();
    expect(['1', '2'].map((id) => zendesk.ticket(id).priority)).toEqual(['urgent', 'urgent']);
    const event = { kind: 'exclusion' as const, at: Date.now(), exclusion: 'misuse', reason: ODD };
    const act = { ticketId: '1', event, by: ADMIN, key: 'k', action: 'recordExclusion', detail: null, decidedOn: 0 };
    expect(await store.tickets.addAct(act)).toBe('stored');
    await sidecar.quiet();
    const row = await store.tickets.find('1');
    expect(row?.writeBack).toMatchObject({ state: 'settled', lastError: null });
    expect(JSON.stringify(row?.facts)).toContain('half \uFFFD and');
  });
});
