// G-07: two admins change one thing at once, a hundred times: one wins, the other is told; what is asked for once more changes nothing.
import { describe, expect, test } from 'vitest';
import { createRecentReads } from '#flow/recent-reads.ts';
import type { Actor } from '#flow/ports/store.ts';
import { DATABASES } from './databases.ts';
import { ORGANIZATION } from './fake-zendesk.ts';
import { faultsWorld } from './faults-world.ts';
import { servicesOn } from './services-on.ts';
import { ADMIN, contract } from './sidecar.ts';

const RACES = 100;
const POLICY_RACES = 10;
const OTHER: Actor = { id: '901', name: 'Another admin', role: 'admin', proven: true };
const BOTH = [ADMIN, OTHER] as const;

describe.each(DATABASES)('%s', (_name, fresh) => {
  const world = faultsWorld(fresh);
  async function withServices(work: (services: ReturnType<typeof servicesOn>) => Promise<void>): Promise<void> {
    const recent = createRecentReads(world.sidecar.store, () => performance.now());
    await work(servicesOn(world.sidecar, recent)).finally(() => recent.close());
  }

  test('a contract', () =>
    withServices(async (services) => {
      const { contracts } = world.sidecar.store;
      for (let race = 1; race <= RACES; race++) {
        const read = (await contracts.newest(ORGANIZATION))?.revision ?? 0;
        const wishes = BOTH.map((by, index) => ({ terms: contract({ users: 2 * race + index }), read, by }));
        const answers = await Promise.all(wishes.map((wish) => services.putContract(wish)));
        const [won, lost] = answers[0]?.kind === 'done' ? [0, 1] : [1, 0];
        expect(answers[won]).toMatchObject({ kind: 'done', value: { revision: { revision: read + 1 } } });
        expect(answers[lost]).toMatchObject({ kind: 'refused', code: 'CONFLICT' });
        expect(JSON.stringify(answers[lost])).toContain(`revision ${String(read + 1)}`);
        const winner = wishes[won];
        if (winner === undefined) throw new Error('one of two won');
        expect(await services.putContract(winner)).toEqual(answers[won]);
        expect((await contracts.newest(ORGANIZATION))?.revision).toBe(read + 1);
        const { entries } = await services.auditLog(3, null);
        expect(entries.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'refused: CONFLICT', 'repeated']);
      }
    }));

  test('a policy: who wrote without having seen what stands overwrites nothing', () =>
    withServices(async (services) => {
      const text = (race: number, words: string): string =>
        `policy: small\ntitle: Small ${String(race)} ${words}\ntiers: { Gold: {} }\n`;
      for (let race = 1; race <= POLICY_RACES; race++) {
        const publications = [];
        for (const words of ['one', 'two']) {
          const saved = await services.savePolicyDraft(text(race, words), ADMIN);
          if (saved.kind === 'refused') throw new Error(saved.message);
          publications.push({ id: 'small', version: saved.value.version, note: words });
        }
        await world.forward(1); // neither was saved in the very instant of the publication
        const answers = await Promise.all(
          publications.map((publication, index) => services.publishPolicy(publication, BOTH[index] ?? ADMIN)),
        );
        const [won, lost] = answers[0]?.kind === 'done' ? [0, 1] : [1, 0];
        expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
        expect(answers[lost]).toMatchObject({ kind: 'refused', code: 'CONFLICT' });
        const [winner, loser] = [publications[won], publications[lost]];
        if (winner === undefined || loser === undefined) throw new Error('one of two won');
        // The winner's answer was lost, and the loser insists.
        expect(await services.publishPolicy(winner, ADMIN)).toEqual(answers[won]);
        expect(await services.publishPolicy(loser, OTHER)).toMatchObject({ kind: 'refused', code: 'CONFLICT' });
        const versions = await world.sidecar.store.policies.list();
        const stands = versions.find(({ id, state }) => id === 'small' && state === 'published');
        expect([stands?.version, stands?.note]).toEqual([winner.version, winner.note]);
        const { entries } = await services.auditLog(4, null);
        expect(entries.map(({ action, outcome }) => `${action} ${outcome}`).toSorted()).toEqual([
          'publishPolicy done',
          'publishPolicy refused: CONFLICT',
          'publishPolicy refused: CONFLICT',
          'publishPolicy repeated',
        ]);
        // Saved again by somebody who has seen it, it is another draft.
        const again = await services.savePolicyDraft(text(race, loser.note), OTHER);
        if (again.kind === 'refused') throw new Error(again.message);
        const published = await services.publishPolicy({ ...loser, version: again.value.version }, OTHER);
        expect(published.kind).toBe('done');
      }
    }));
});
