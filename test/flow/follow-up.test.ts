// A closed ticket that its customer answers is followed by a new one, which Zendesk opens with the tags of the old.
import { describe, expect, test } from 'vitest';
import { DATABASES } from './databases.ts';
import { faultsWorld } from './faults-world.ts';

const OF_THE_OLD_ONE = ['priority_p1', 'sla_breached', 'tier_none'];
const OF_PEOPLE = ['priority_parking', 'tier_old', 'vip'];

describe.each(DATABASES)('%s', (_name, fresh) => {
  const world = faultsWorld(fresh);

  async function openedWith(rel: 'follow_up' | null): Promise<readonly string[]> {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    zendesk.open('1', world.now() - 60_000, {
      tags: [...OF_THE_OLD_ONE, ...OF_PEOPLE].toSorted(),
      fields: { '360001': 'one_user', '360002': 'fault' },
    });
    const stored = zendesk.tickets.get('1')!;
    zendesk.tickets.set('1', { ...stored, audits: stored.audits.map((audit) => ({ ...audit, rel })) });
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    expect([zendesk.reads, zendesk.writes.length]).toEqual([1, 1]);
    return zendesk.ticket('1').tags;
  }

  test('what the sidecar said of the old ticket is not said of the new one', async () => {
    const tags = await openedWith('follow_up');
    expect(tags.filter((tag) => OF_THE_OLD_ONE.includes(tag))).toEqual([]);
    expect(tags).toEqual(expect.arrayContaining(OF_PEOPLE));
  });

  test('the same tags on a ticket that follows none are people’s own', async () => {
    expect(await openedWith(null)).toEqual(expect.arrayContaining([...OF_THE_OLD_ONE, ...OF_PEOPLE]));
  });
});
