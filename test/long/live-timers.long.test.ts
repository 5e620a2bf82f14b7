/** S-06: an earlier policy is restored while 10,000 timers run: all are reckoned anew, each decision by one version, nothing told. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { startDrill, type Drill } from '#test/faults/drill.ts';
import { freshDatabase } from '#test/support/postgres.ts';

const TICKETS = 900;
const TIMERS = 10_000;
/** Promises that every ticket has beside the response. */
const MORE = 11;
/** The goal is 60 s on a machine with nothing else to do. */
const WITHIN_MS = 180_000;
/** A version's title of the tier says by which version a judgement was made; its hours make its due times. */
const VERSIONS = [
  { title: 'Business', hours: 12 },
  { title: 'Commercial', hours: 20 },
  { title: 'Corporate', hours: 6 },
  { title: 'Company', hours: 30 },
] as const;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

function policyText(original: string, { title, hours }: (typeof VERSIONS)[number]): string {
  const metrics = Array.from(
    { length: MORE },
    (_, index) =>
      `  plan_${String(index)}: { title: Plan ${String(index)}, starts: opened, within: ${String(hours + index)}h, clock: always, cites: NEX-09 }`,
  );
  return original
    .replace('title: Business', `title: ${title}`)
    .replace('\nmetrics:\n', `\nmetrics:\n${metrics.join('\n')}\n`)
    .concat('escalation: [{ step: head, title: Head of support, opensWhen: { promise: breached }, cites: NEX-09 }]\n');
}

test('10,000 live timers go back to an earlier policy', async () => {
  const { url } = await freshDatabase();
  const drill = await startDrill({ name: 'live-timers', databaseUrl: url });
  cleanUps.push(() => drill.close());
  const file = join(drill.environment['POLICIES_DIR'] ?? '', 'nextplane.yaml');
  const original = await readFile(file, 'utf8');
  await writeFile(file, policyText(original, VERSIONS[0]));
  await drill.start();
  await drill.start();
  const watcher = new pg.Client({ connectionString: url });
  await watcher.connect();
  cleanUps.push(() => watcher.end());
  const ids = Array.from({ length: TICKETS }, () => drill.open({ customer: 'lindenhof-clinics' }));
  await drill.sender.deliverAll(ids, 32);
  expect(await drill.settled(240_000)).toBe(true);
  const before = await dueTimes(watcher);
  expect(before.size).toBe(TICKETS);
  expect(timersOf(before)).toBeGreaterThanOrEqual(TIMERS);

  const titles = new Map<number, string>([[1, VERSIONS[0].title]]);
  for (const changed of VERSIONS.slice(1)) {
    const version = await published(drill, policyText(original, changed));
    titles.set(version, changed.title);
    const took = await moved(watcher, version, titles);
    console.log(`version ${String(version)}: ${String(TICKETS)} tickets after ${(took / 1_000).toFixed(1)} s`);
    expect(await dueTimes(watcher)).not.toEqual(before);
  }
  const restored = await restoredFrom(drill, 1);
  titles.set(restored, VERSIONS[0].title);
  const took = await moved(watcher, restored, titles);
  console.log(
    `restored as version ${String(restored)}: ${String(timersOf(before))} live timers after ${(took / 1_000).toFixed(1)} s (goal: 60 s)`,
  );
  expect(await dueTimes(watcher)).toEqual(before);
  expect(await drill.settled(120_000)).toBe(true);
  expect(drill.sandbox.writes.filter(({ comment, created }) => comment !== null && !created)).toEqual([]);
  expect(await drill.finish()).toEqual([]);
});

async function published(drill: Drill, text: string): Promise<number> {
  const { saved } = await drill.graphql<{ saved: { version: number } }>(
    'mutation ($text: String!) { saved: savePolicyDraft(text: $text) { ... on PolicyVersion { version } ... on Refused { message } } }',
    { text },
  );
  const { done } = await drill.graphql<{ done: { version: number } }>(
    'mutation ($version: Int!) { done: publishPolicy(id: "nextplane", version: $version, note: "Other hours", moveOpen: true) { ... on PolicyVersion { version } ... on Refused { message } } }',
    saved,
  );
  return done.version;
}

async function restoredFrom(drill: Drill, version: number): Promise<number> {
  const { done } = await drill.graphql<{ done: { version: number } }>(
    'mutation ($version: Int!) { done: restorePolicy(id: "nextplane", version: $version, note: "As before", moveOpen: true) { ... on PolicyVersion { version } ... on Refused { message } } }',
    { version },
  );
  return done.version;
}

/** How long it takes, in ms, until each ticket was judged by this version. Meanwhile no judgement shows two. */
async function moved(watcher: pg.Client, version: number, titles: ReadonlyMap<number, string>): Promise<number> {
  const from = performance.now();
  for (;;) {
    const { rows } = await watcher.query<{ version: number; title: string; count: number }>(
      `select policy_version as version, judgement #>> '{tier,title}' as title, count(*)::int as count from tickets group by 1, 2`,
    );
    for (const row of rows) expect(row.title, `version ${String(row.version)}`).toBe(titles.get(row.version));
    const took = performance.now() - from;
    if (rows.length === 1 && rows[0]?.version === version) return took;
    expect(took, JSON.stringify(rows)).toBeLessThan(WITHIN_MS);
    await pause(100);
  }
}

type DueTimes = ReadonlyMap<string, readonly string[]>;

/** Of each ticket its running timers, each with its due instant. */
async function dueTimes(watcher: pg.Client): Promise<DueTimes> {
  const { rows } = await watcher.query<{ id: string; timers: readonly string[] }>(
    `select ticket_id as id, array_agg((timer ->> 'metric') || ' ' || (timer ->> 'dueAt') order by timer ->> 'metric') as timers
     from tickets, json_array_elements(judgement -> 'timers') as timer
     where timer ->> 'state' = 'running' group by ticket_id order by ticket_id`,
  );
  return new Map(rows.map(({ id, timers }) => [id, timers]));
}

function timersOf(times: DueTimes): number {
  return [...times.values()].reduce((sum, timers) => sum + timers.length, 0);
}
