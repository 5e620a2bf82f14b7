// `tierline policy backtest DRAFT --since DATE [--against VERSION]`: what a draft would have done on recorded tickets.
import { defineCommand } from 'citty';
import { Backtest, type BacktestRow } from '#core/judge/backtest.ts';
import { compilePolicy } from '#core/policy/compile.ts';
import type { Policy } from '#core/policy/policy.ts';
import { readPolicy } from '#core/policy/read.ts';
import { frozenHolidays } from '#flow/frozen-holidays.ts';
import { createPolicies } from '#rim/postgres/policies.ts';
import { recordedFacts } from '#rim/postgres/recorded.ts';
import type { Database } from '#rim/postgres/database.ts';
import { loadPolicy, holidaysFor } from './files.ts';
import { withDatabase } from './own-database.ts';
import { count, paint, problemLines } from './print.ts';
import { BadUse, FINE, NO, NoAnswer } from './status.ts';

export const backtest = defineCommand({
  meta: { name: 'backtest', description: 'Judge recorded tickets by a draft and by a published version, and compare' },
  args: {
    draft: { type: 'positional', description: 'The policy file' },
    since: {
      type: 'string',
      description: "Tickets opened since this date of the policy's zone",
      valueHint: '2026-08-01',
    },
    against: { type: 'string', description: 'Number of the version to compare with; default: the newest published' },
    json: { type: 'boolean', description: 'Print data only' },
  },
  run: async ({ args }) => {
    const [file = ''] = args._;
    const against = versionOf(args.against);
    const loaded = await loadPolicy(file);
    if (loaded.kind === 'faults') {
      for (const problem of loaded.problems) console.error(problemLines(file, problem));
      return NO;
    }
    const draft = loaded.compiled.policy;
    const since = instantOf(args.since, draft.timeZone);
    const result = await withDatabase((database) => replay(database, draft, against, since));
    if (args.json === true) console.log(JSON.stringify({ tickets: result.tickets, rows: result.rows }, null, 2));
    else for (const line of report(result)) console.log(line);
    return result.rows.some(({ lost }) => lost.length > 0) ? NO : FINE;
  },
});

async function replay(database: Database, draft: Policy, against: number | null, since: number): Promise<Backtest> {
  const replayed = new Backtest(await published(database, draft.id, against), draft);
  const now = Date.now();
  for await (const page of recordedFacts(database, draft.id, since)) {
    for (const facts of page) replayed.add(facts, now);
  }
  return replayed;
}

/** @throws NoAnswer where there is no such version */
async function published(database: Database, id: string, version: number | null): Promise<Policy> {
  const versions = (await createPolicies(database).list()).filter((one) => one.id === id && one.publishedAt !== null);
  const record = versions.findLast((one) => (version === null ? one.state === 'published' : one.version === version));
  if (record === undefined)
    throw new NoAnswer(`${id} has no published version${version === null ? '' : ` ${version}`}`);
  const read = readPolicy(record.text, { file: `${id} version ${record.version}` });
  if (read.kind === 'faults') throw new NoAnswer(`${id} version ${record.version} can no longer be read`);
  const holidays = record.frozen === null ? await holidaysFor(read.document) : frozenHolidays(record.frozen);
  const compiled = compilePolicy(read.document, { holidays, version: record.version });
  if (compiled.kind === 'faults') throw new NoAnswer(`${id} version ${record.version} can no longer be read`);
  return compiled.policy;
}

/** @throws BadUse */
function versionOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new BadUse('--against must be the number of a version');
  return Number(text);
}

/** The first instant of a date. @throws BadUse */
function instantOf(date: string | undefined, timeZone: string): number {
  try {
    return Temporal.PlainDate.from(date ?? '').toZonedDateTime(timeZone).epochMilliseconds;
  } catch (error) {
    throw new BadUse('--since must be a date like 2026-08-01', { cause: error });
  }
}

function report({ tickets, rows }: Backtest): readonly string[] {
  const width = Math.max(6, ...rows.map(({ metric }) => metric.length));
  const table = rows.map(({ metric, keptBefore, keptAfter, moved }) =>
    columns(metric, width, [keptBefore, keptAfter, moved]),
  );
  const lost = rows.filter((row) => row.lost.length > 0).map(lostLine);
  return [
    columns('metric', width, ['kept before', 'kept after', 'moved']),
    ...table,
    ...lost,
    `${count(tickets, 'ticket')} judged`,
  ];
}

function columns(name: string, width: number, values: readonly (string | number)[]): string {
  return name.padEnd(width) + values.map((value) => String(value).padStart(13)).join('');
}

function lostLine({ metric, lost }: BacktestRow): string {
  return paint('red', `${metric} would have been broken: ${lost.map((id) => `#${id}`).join(' ')}`);
}
