// P-08: two hundred events while a policy is published: each decision is made by one version; what a dry run told comes true, and it changed nothing.
import { describe, expect, test } from 'vitest';
import { pageJudge } from '#flow/backtest-page.ts';
import { publishPolicy, savePolicyDraft } from '#flow/publish.ts';
import { reader } from '#test/support/reader.ts';
import { DATABASES } from './databases.ts';
import { AGENT } from './fake-zendesk.ts';
import { faultsWorld } from './faults-world.ts';
import { ADMIN } from './sidecar.ts';

const TICKETS = 50;
const EVENTS_EACH = 4;
const MINUTE = 60_000;
const IDS = Array.from({ length: TICKETS }, (_, index) => String(7_001 + index));
/** Every third is answered too late for the draft. */
const isLate = (index: number): boolean => index % 3 === 0;

describe.each(DATABASES)('%s', (_name, fresh) => {
  const world = faultsWorld(fresh);
  const publishing = () => ({ ...world.sidecar.ports, ...world.sidecar.store, reader });
  const tell = (id: string, invocation: string): Promise<unknown> =>
    world.sidecar.webhook(
      world.sidecar.hint(id, { comment: { public: true, author_id: AGENT }, actor_id: AGENT }),
      invocation,
    );
  /** Half an hour in place of an hour for the first response to a P1, and another title of the tier. */
  async function draft(): Promise<{ readonly before: string; readonly after: string; readonly version: number }> {
    const before = (await world.sidecar.store.policies.find('nextplane', 1))?.text ?? '';
    const after = before
      .replace('first_response: { P1: 1h,', 'first_response: { P1: 30m,')
      .replace('title: Custom', 'title: Bespoke');
    const saved = await savePolicyDraft(after, ADMIN, publishing());
    if (saved.kind === 'refused') throw new Error(saved.message);
    return { before, after, version: saved.value.version };
  }
  const rows = () => Promise.all(IDS.map((id) => world.sidecar.store.tickets.find(id)));

  test('each decision is made by one version, and the dry run had told what came out', async () => {
    const { sidecar } = world;
    const { zendesk, store } = sidecar;
    const opened = world.now();
    for (const id of IDS) zendesk.open(id, opened);
    await Promise.all(IDS.map((id) => sidecar.webhook(sidecar.hint(id))));
    await sidecar.quiet();
    await world.forward(50 * MINUTE);
    for (const [index, id] of IDS.entries())
      zendesk.change(id, {
        by: AGENT,
        at: opened + (isLate(index) ? 45 : 20) * MINUTE,
        status: 'solved',
        comment: { public: true },
      });
    await Promise.all(IDS.map((id) => tell(id, `${id} answered`)));
    await sidecar.quiet();

    const { before, after, version } = await draft();
    const { frozen } = (await store.policies.find('nextplane', 1)) ?? {};
    const standing = [await rows(), zendesk.writes.length, zendesk.jobs.length];
    const facts = await store.tickets.factsSince(0, 'nextplane', null, 1_000);
    const judged = pageJudge({
      before: { name: 'before', text: before, version: 1, frozen: frozen ?? '{}' },
      draft: { name: 'draft', text: after, version, frozen: frozen ?? '{}' },
    })({ packed: facts.map((each) => JSON.stringify(each)).join('\n'), at: world.now() });
    const told = judged.rows.find(({ metric }) => metric === 'first_response');
    expect([judged.tickets, told?.keptBefore, told?.lost.length]).toEqual([
      TICKETS,
      TICKETS,
      IDS.filter((_, index) => isLate(index)).length,
    ]);
    expect([await rows(), zendesk.writes.length, zendesk.jobs.length]).toEqual(standing);

    const decisions = new Set<string>();
    const { commitLooks } = sidecar.ports.agenda;
    Object.assign(sidecar.ports.agenda, {
      commitLooks: (results: Parameters<typeof commitLooks>[0]) => {
        for (const { policy, judgement } of results)
          if (policy !== undefined) decisions.add(`${String(policy.version)} ${String(judgement?.tier.title)}`);
        return commitLooks(results);
      },
    });
    const other = sidecar.another();
    const events = IDS.flatMap((id) =>
      Array.from({ length: EVENTS_EACH }, (_, index) => [id, `${id} ${String(index)}`] as const),
    );
    const half = events.length / 2;
    const send = (some: typeof events) =>
      Promise.all(some.flatMap(([id, invocation]) => [tell(id, invocation), store.agenda.ask([id])]));
    const first = send(events.slice(0, half));
    const published = await publishPolicy(
      { id: 'nextplane', version, note: 'Half an hour', moveOpen: true },
      ADMIN,
      publishing(),
    );
    await Promise.all([first, send(events.slice(half))]);
    expect(published.kind).toBe('done');
    await sidecar.quiet();
    await other.stop(5_000);

    expect(
      [...decisions].filter((decision) => decision !== '1 Custom' && decision !== `${String(version)} Bespoke`),
    ).toEqual([]);
    const after2 = await rows();
    expect(
      new Set(after2.map((row) => `${String(row?.policy?.version)} ${String(row?.judgement?.tier.title)}`)),
    ).toEqual(new Set([`${String(version)} Bespoke`]));
    const lost = after2.flatMap((row) =>
      row?.judgement?.timers.some(({ metric, state }) => metric === 'first_response' && state === 'breached_met')
        ? [row.facts?.ticketId]
        : [],
    );
    expect(lost.toSorted()).toEqual(told?.lost.toSorted());
  });
});
