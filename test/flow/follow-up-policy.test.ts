// A follow-up that another policy judges than its closed ticket: what the sidecar wrote there is taken off, what people set stays.
import { describe, expect, test } from 'vitest';
import { sidecarForEachTest } from '#test/support/sidecar-for-each-test.ts';
import { DATABASES } from './databases.ts';
import { AGENT } from './fake-zendesk.ts';
import { ADMIN, contract } from './sidecar.ts';
import type { TestSidecar } from './sidecar.ts';

const HOUR = 3_600_000;

describe.each(DATABASES)('%s', (_name, fresh) => {
  let sidecar: TestSidecar;
  sidecarForEachTest(fresh, (begun) => void (sidecar = begun), { policies: ['nextplane', 'pexip'] });

  /** Ticket 1 under one policy, with a tag of a person; it is closed, and followed by ticket 2 under another. */
  async function followed(from: string | undefined): Promise<{ old: readonly string[]; now: readonly string[] }> {
    const { zendesk, store } = sidecar;
    await store.contracts.put(contract({ policyId: 'pexip', tier: 'standard' }), null, ADMIN);
    zendesk.open('1', Date.now() - 2 * HOUR, { tags: ['tier_custom', 'vip'] });
    await sidecar.webhook({ ticket_id: '1' });
    await sidecar.quiet();
    zendesk.change('1', { by: AGENT, at: Date.now() - HOUR, status: 'closed' });
    await sidecar.webhook({ ticket_id: '1', status: 'closed' });
    await sidecar.quiet();
    const old = zendesk.ticket('1').tags;
    expect(old).toEqual(expect.arrayContaining(['tier_standard', 'vip']));
    await store.contracts.put(contract({ tier: 'business' }), 1, ADMIN);
    zendesk.open('2', Date.now() - 60_000, { tags: [...old, 'silver'].toSorted() });
    const stored = zendesk.tickets.get('2')!;
    const follows = { rel: 'follow_up', ...(from === undefined ? {} : { from }) };
    zendesk.tickets.set('2', { ...stored, audits: stored.audits.map((audit) => ({ ...audit, ...follows })) });
    await sidecar.webhook({ ticket_id: '2' });
    await sidecar.quiet();
    return { old, now: zendesk.ticket('2').tags };
  }

  test('the closed ticket is known', async () => {
    const { now } = await followed('1');
    expect(now).toEqual(expect.arrayContaining(['silver', 'tier_business', 'vip']));
    expect(now).not.toContain('tier_standard');
  });

  test.each([undefined, '404'])(
    'of a closed ticket that is not known (%s) nobody can tell whose tags they are',
    async (from) => {
      expect((await followed(from)).now).toEqual(
        expect.arrayContaining(['silver', 'tier_business', 'tier_standard', 'vip']),
      );
    },
  );
});
