/** G-05: questions as dear as they may be, 50 a second, beside 100 webhooks a second: neither holds the other up for long. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { SECRETS, startDrill, type Drill } from '#test/faults/drill.ts';
import type { Replica } from '#test/faults/process.ts';
import { freshDatabase } from '#test/support/postgres.ts';
import { longest, p99, steadily, type Steady } from './steady.ts';

const TICKETS = 500;
const WEBHOOKS_A_SECOND = 100;
const READS_A_SECOND = 50;
const PHASE_MS = 15_000;
/** More at one time than are let in. */
const CROWD = 1_500;
/** The goal is 5 s; more for a machine that others keep busy. */
const LONGEST_MS = 15_000;

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

const many = (count: number, field: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `a${String(index)}: ${field(index)}`).join(' ');

/** Each costs almost 300, the most that is allowed. */
function dearQuestions(ticketIds: readonly number[], now: number): readonly string[] {
  const id = (index: number): string => String(ticketIds[index % ticketIds.length]);
  const years = (index: number): string => `from: "202${String(index)}-01-01T00:00:00Z", to: "2026-12-31T00:00:00Z"`;
  const soon = (index: number): string => new Date(now + (index % 2) * 3_600_000).toISOString();
  const timers = 'timers { metric state dueAt warnAt receipt { from to } reasons { text cites } }';
  return [
    `{ ${many(4, (index) => `attainment(${years(index + 2)}, by: [TIER, METRIC, ORGANIZATION, STRENGTH, OWNER, MONTH]) { keys met breached share }`)} }`,
    `{ ${many(13, () => 'queue(first: 100) { total nodes { ticketId tier priority nextDueAt atRisk } pageInfo { hasNextPage endCursor } }')} }`,
    `{ ${many(13, (index) => `whatIf(ticketId: "${id(index)}", change: { status: "pending" }) { changes { metric dueBefore dueAfter } after { ${timers} } }`)} }`,
    `{ ${many(20, (index) => `ticketSupport(ticketId: "${id(index)}", at: "${soon(index)}") { ${timers} }`)} }`,
    `{ ${many(6, () => 'policies { id text versions { version } cover { id state } }')} }`,
  ];
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | null;
}

async function ask(replica: Replica, query: string): Promise<Answer> {
  const response = await fetch(`${replica.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${SECRETS.admin}` },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: await response.text(), retryAfter: response.headers.get('retry-after') };
}

test('dear questions beside webhooks; a crowd of them is told to come again', async () => {
  drill = await startDrill({ name: 'reads-under-load', databaseUrl: (await freshDatabase()).url });
  const running = drill;
  const replica = await drill.start();
  const ids = Array.from({ length: TICKETS }, () => running.open());
  await drill.sender.deliverAll(ids, 16);
  expect(await drill.settled(240_000)).toBe(true);
  const questions = dearQuestions(ids, drill.sandbox.clock.now());
  for (const question of questions) {
    const from = performance.now();
    const { status, body } = await ask(replica, question);
    expect([status, body.slice(0, 300)]).toEqual([200, expect.not.stringContaining('"errors"')]);
    console.log(
      `${question.slice(0, 30)}: ${(performance.now() - from).toFixed(0)} ms, ${String(body.length)} characters`,
    );
  }

  let turn = 0;
  const webhooks = (until: Promise<unknown>): Promise<Steady> =>
    steadily(WEBHOOKS_A_SECOND, until, () => running.sender.once(ids[turn++ % ids.length] ?? 0));
  const alone = await webhooks(pause(PHASE_MS));
  let asked = 0;
  const wrong = new Set<string>();
  const read = async (): Promise<number> => {
    const { status, body, retryAfter } = await ask(replica, questions[asked++ % questions.length] ?? '');
    const isSentAway = status === 429 && body.includes('"RATE_LIMITED"') && Number(retryAfter) > 0;
    const isAnswered = status === 200 && !body.includes('"errors"');
    if (!isSentAway && !isAnswered) wrong.add(`${String(status)} ${body.slice(0, 300)}`);
    return status;
  };
  const until = pause(PHASE_MS);
  const [beside, reads] = await Promise.all([webhooks(until), steadily(READS_A_SECOND, until, read)]);

  for (const [name, one] of Object.entries({ 'webhooks alone': alone, 'webhooks beside reads': beside, reads }))
    console.log(
      `${name}: ${JSON.stringify(one.statuses)}, p99 ${p99(one).toFixed(0)} ms, longest ${longest(one).toFixed(0)} ms`,
    );
  console.log(`webhooks' p99 with reads over without: ${(p99(beside) / p99(alone)).toFixed(1)} (goal: 2)`);

  const crowd = await Promise.all(
    Array.from({ length: CROWD }, (_, index) => ask(replica, questions[index % 5] ?? '')),
  );
  const away = crowd.filter(({ status }) => status === 429);
  console.log(`${String(CROWD)} at once: ${String(away.length)} were sent away`);

  expect([...wrong]).toEqual([]);
  expect(Object.keys(alone.statuses)).toEqual(['200']);
  expect(Object.keys(beside.statuses)).toEqual(['200']);
  for (const one of [beside, reads]) expect(longest(one)).toBeLessThan(LONGEST_MS);
  expect(away.length).toBeGreaterThan(0);
  for (const { body, retryAfter } of away) expect([body.includes('"RATE_LIMITED"'), retryAfter]).toEqual([true, '1']);
  for (const { status, body } of crowd)
    if (status !== 429) expect([status, body.slice(0, 200)]).toEqual([200, expect.not.stringContaining('"errors"')]);
  expect(await drill.settled(240_000)).toBe(true);
  expect(await drill.finish()).toEqual([]);
});
