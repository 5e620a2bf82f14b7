/**
 * L-05: sequences of up to forty things that can happen, by chance: events late, doubled and out of order, kills, crashes of
 * PostgreSQL, wrong answers, agents, publications, clocks, people who lose their rights. After each sequence every invariant
 * holds. A failure prints seed and path, and is shrunk. SEQUENCES: how many, default 300.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDrill, type Drill } from '#test/faults/drill.ts';
import { finalState } from '#test/faults/final.ts';
import { check, type Violation, type WriteLine } from '#test/faults/history.ts';
import { steps, tellAll, type Story } from '#test/faults/steps.ts';
import { startPostgres, type PostgresServer } from '#test/support/postgres-server.ts';

const SEQUENCES = Number(process.env['SEQUENCES'] ?? 300);
const SEEDS = [11, 222, 3_333, 44_444, Date.now() % 1_000_000];

let postgres: PostgresServer;
let drill: Drill;
let policy: string;
beforeAll(async () => {
  postgres = await startPostgres({ durable: true });
  drill = await startDrill({ name: 'model-run', databaseUrl: postgres.url('postgres'), timersRun: true });
  policy = await readFile(join(drill.environment['POLICIES_DIR'] ?? '', 'nextplane.yaml'), 'utf8');
  await drill.start();
  await drill.start();
});
afterAll(async () => {
  await drill.close();
  await postgres.remove();
});

test.each(SEEDS)('sequences from seed %i', async (seed) => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const story: Story = { drill, postgres, policy, tickets: [], late: [], bare: new Set() };
      const from = drill.history.lines.length;
      await fc.asyncModelRun(() => ({ model: { opened: 0 }, real: story }), sequence);
      await tellAll(story);
      drill.sandbox.faults.clear();
      expect(await drill.settled(240_000)).toBe(true);
      expect(await violations(story, from)).toEqual([]);
      for (const id of story.tickets) drill.forget(id);
    }),
    { seed, numRuns: Math.ceil(SEQUENCES / SEEDS.length), endOnFailure: false, verbose: 1 },
  );
});

test('in the end every invariant holds of all of it', async () => {
  expect(await drill.finish()).toEqual([]);
});

async function violations({ tickets }: Story, from: number): Promise<readonly (Violation | string)[]> {
  const lines = drill.history.lines.slice(from);
  const output = drill.replicas.map((replica) => replica.output()).join('');
  const { sandbox, home } = drill;
  const final = await finalState({ sandbox, home, tickets, timersRun: true, output, recovered: true, secrets: [] });
  const silent = await Promise.all(tickets.map((id) => untold(id, lines as readonly WriteLine[])));
  return [...check(lines, final), ...silent.flat()];
}

/** Promises that are breached, of which no note tells. */
async function untold(id: number, lines: readonly WriteLine[]): Promise<readonly string[]> {
  const { support } = await drill.graphql<{ support: { timers: readonly { metric: string; state: string }[] } }>(
    'query ($id: ID!) { support: ticketSupport(ticketId: $id) { timers { metric state } } }',
    { id: String(id) },
  );
  const written = JSON.stringify(lines.filter(({ ticketId, metadata }) => ticketId === id && metadata !== undefined));
  return support.timers
    .filter(({ metric, state }) => state === 'BREACHED' && !written.includes(`breached/${metric}/`))
    .map(({ metric }) => `ticket ${String(id)}: ${metric} is breached, and nothing told`);
}
