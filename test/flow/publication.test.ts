// P-08: Publishing a policy: what it asks of open tickets outlives a crash, and no decision mixes two versions.
import { describe, expect, test } from 'vitest';
import { createRegistry } from '#flow/registry.ts';
import { publishFiles, publishPolicy, savePolicyDraft } from '#flow/publish.ts';
import { createRecentReads } from '#flow/recent-reads.ts';
import { ticketSupport } from '#flow/support.ts';
import type { Database } from '#rim/postgres/database.ts';
import { DATABASES } from './databases.ts';
import { ADMIN, contract } from './sidecar.ts';
import type { TestSidecar } from './sidecar.ts';
import { reader } from '#test/support/reader.ts';
import { sidecarForEachTest } from '#test/support/sidecar-for-each-test.ts';

/** Longer than any process takes to hear of a publication. */
const HEARD_MS = 200_000;
const IDS = Array.from({ length: 5 }, (_, index) => String(3_001 + index));

describe.each(DATABASES)('%s', (_name, fresh) => {
  let database: Database;
  let sidecar: TestSidecar;
  sidecarForEachTest(fresh, async (...begun) => {
    [sidecar, database] = begun;
    await sidecar.store.contracts.put(contract(), null, ADMIN);
    for (const id of IDS) sidecar.zendesk.open(id, Date.now() - 60_000);
    await sidecar.store.agenda.ask(IDS);
    await sidecar.quiet();
  });

  /** A draft of the policy with another title of its tier. */
  async function draft(title: string): Promise<number> {
    const ports = { ...sidecar.ports, ...sidecar.store, reader };
    const record = await sidecar.store.policies.find('nextplane', 1);
    const text = (record?.text ?? '').replace('title: Business', `title: ${title}`);
    const saved = await savePolicyDraft(text, ADMIN, ports);
    if (saved.kind === 'refused') throw new Error(saved.message);
    return saved.value.version;
  }
  const publication = (version: number) => ({ id: 'nextplane', version, note: 'New title', movesOpen: true });
  /** Version and title that each ticket's last decision shows. */
  const decisions = () =>
    Promise.all(
      IDS.map(async (id) => {
        const row = await sidecar.store.tickets.find(id);
        return `${String(row?.policy?.version)} ${String(row?.judgement?.tier.title)}`;
      }),
    );

  test('a restart takes back nothing that was published by hand; a file that changed is published', async () => {
    const ports = { ...sidecar.ports, ...sidecar.store, reader };
    const folder = async (text: string) => {
      const [file] = await publishFiles([{ name: 'nextplane.yaml', text }], ADMIN, ports);
      const outcome = typeof file?.outcome === 'string' ? file.outcome : file?.outcome.kind;
      return file?.isEarlier === true ? `${String(outcome)}, an earlier text` : outcome;
    };
    const text = (await sidecar.store.policies.find('nextplane', 1))?.text ?? '';
    const version = await draft('Commercial');
    expect(await publishPolicy(publication(version), ADMIN, ports)).toMatchObject({ kind: 'done' });
    expect(await folder(text)).toBe('superseded');
    const changed = text.replace('title: Business', 'title: Enterprise');
    expect([await folder(changed), await folder(changed)]).toEqual(['done', 'unchanged']);
    // Put back: published again, and told.
    expect([await folder(text), await folder(text), await folder(changed)]).toEqual([
      'done, an earlier text',
      'unchanged',
      'done, an earlier text',
    ]);
    const newer = text.replace('title: Business', 'title: Company');
    expect([await folder(newer), await folder(newer)]).toEqual(['done', 'unchanged']);
  });

  test('of two files with one policy the second is refused, and no start publishes them by turns', async () => {
    const ports = { ...sidecar.ports, ...sidecar.store, reader };
    const text = (await sidecar.store.policies.find('nextplane', 1))?.text ?? '';
    const other = text.replace('title: Business', 'title: Enterprise');
    const start = async (...names: string[]) => {
      const files = names.map((name) => ({ name, text: name === 'copy.yaml' ? other : text }));
      const outcomes = (await publishFiles(files, ADMIN, ports)).map(({ outcome }) => outcome);
      return outcomes.map((each) => (typeof each === 'string' ? each : each.kind === 'done' ? 'done' : each.message));
    };
    const refusal = (file: string) => `Policy nextplane stands in ${file} too: keep one of the two files there.`;
    for (let times = 0; times < 2; times++)
      expect(await start('nextplane.yaml', 'copy.yaml')).toEqual(['unchanged', refusal('nextplane.yaml')]);
    expect(await start('copy.yaml', 'nextplane.yaml')).toEqual(['done', refusal('copy.yaml')]);
    expect(await start('copy.yaml')).toEqual(['unchanged']);
    expect((await sidecar.store.policies.list()).map(({ version }) => version)).toEqual([1, 2]);
  });

  test('a process that dies right after the publication leaves nothing undone', async () => {
    const version = await draft('Commercial');
    const { frozen } = (await sidecar.store.policies.find('nextplane', 1)) ?? {};
    // Only the transaction of the publication, as if the process had died after its commit.
    const published = await sidecar.store.policies.publish(
      { ...publication(version), frozen: frozen ?? '{}', latest: 1 },
      ADMIN,
    );
    expect(published).toMatchObject({ state: 'published', movesOpen: true });
    await sidecar.ports.registry.refresh();
    await sidecar.quiet();
    expect(new Set(await decisions())).toEqual(new Set(['1 Business']));
    // What every process does at its start and each minute.
    expect(await sidecar.store.agenda.askPublished()).toBe(IDS.length);
    await sidecar.quiet();
    expect(new Set(await decisions())).toEqual(new Set([`${String(version)} Commercial`]));
    expect(await sidecar.store.agenda.askPublished()).toBe(0);
  });

  test('before a publication that moves open tickets the ticket stood as the version before it says', async () => {
    const ports = { ...sidecar.ports, ...sidecar.store, reader };
    const before = await sidecar.store.clock.now();
    const version = await draft('Commercial');
    await publishPolicy({ id: 'nextplane', version, note: 'New title', moveOpen: true }, ADMIN, ports);
    await sidecar.quiet();
    const recent = createRecentReads(sidecar.store, () => performance.now());
    const stood = async (at: number | null) => {
      const read = await ticketSupport(IDS[0] ?? '', at, { ...ports, worker: sidecar.worker, recent });
      if (read.kind !== 'found') throw new Error(read.kind);
      const { policy, judgement } = read.value;
      return [policy?.version, policy?.state, judgement?.tier.title];
    };
    expect(await stood(before)).toEqual([1, 'retired', 'Business']);
    expect(await stood(null)).toEqual([version, 'published', 'Commercial']);
    expect(await stood((await sidecar.store.clock.now()) + 3_600_000)).toEqual([version, 'published', 'Commercial']);
    recent.close();
  });

  test('what a replica that heard late decided is decided anew', async () => {
    const version = await draft('Commercial');
    // This replica reads the policies once more only much later.
    const late = createRegistry(sidecar.store.policies, reader, sidecar.ports.log);
    await late.refresh();
    await sidecar.stop();
    const ports = { ...sidecar.ports, ...sidecar.store, registry: late, reader };
    const outcome = await publishPolicy({ id: 'nextplane', version, note: 'New title', moveOpen: true }, ADMIN, {
      ...ports,
      registry: { ...late, refresh: () => Promise.resolve() },
    });
    expect(outcome.kind).toBe('done');
    Object.assign(sidecar.ports.registry, late);
    sidecar.another();
    await sidecar.quiet();
    expect(new Set(await decisions())).toEqual(new Set(['1 Business']));
    await late.refresh();
    expect(await sidecar.store.agenda.askPublished()).toBe(IDS.length);
    await sidecar.quiet();
    expect(new Set(await decisions())).toEqual(new Set([`${String(version)} Commercial`]));
    await database.setClockOffset(HEARD_MS);
    await sidecar.store.agenda.askPublished();
    const [row] = await database.rows<{ waiting: number }>('select count(*) as waiting from policies where to_ask');
    expect(row?.waiting).toBe(0);
  });

  test('while tickets are looked at all the time, each decision shows one version whole', async () => {
    const ports = { ...sidecar.ports, ...sidecar.store, reader };
    const titles = new Map([[1, 'Business']]);
    const seen = new Set<string>();
    for (const [round, title] of ['Commercial', 'Corporate'].entries()) {
      const version = await draft(title);
      titles.set(version, title);
      const events = IDS.flatMap((id) => [
        sidecar.store.agenda.ask([id]),
        sidecar.webhook(sidecar.hint(id), `${id}-${String(round)}`),
      ]);
      const publishing = publishPolicy({ id: 'nextplane', version, note: title, moveOpen: true }, ADMIN, ports);
      for (const decision of await decisions()) seen.add(decision);
      await Promise.all([...events, publishing]);
      for (const decision of await decisions()) seen.add(decision);
      await sidecar.quiet();
      expect(new Set(await decisions())).toEqual(new Set([`${String(version)} ${title}`]));
    }
    for (const decision of seen) {
      const [version, title] = decision.split(' ');
      expect(titles.get(Number(version))).toBe(title);
    }
  });
});
