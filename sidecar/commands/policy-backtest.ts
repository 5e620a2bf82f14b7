// `tierline policy backtest DRAFT --since DATE [--against VERSION]`: what a draft would have done on recorded tickets.
import { defineCommand } from 'citty';
import type { BacktestRow } from '#core/judge/backtest.ts';
import type { PolicyDocument } from '#core/policy/read.ts';
import { compileVersion, type Page, type PageResult, type VersionText } from '#flow/backtest-page.ts';
import { freezeHolidays } from '#flow/frozen-holidays.ts';
import { backtestPages } from '#rim/backtest/crew.ts';
import type { Database } from '#rim/postgres/database.ts';
import { createPolicies } from '#rim/postgres/policies.ts';
import { recordedPages } from '#rim/postgres/recorded.ts';
import { holidaysFor, loadPolicyText, readText } from './files.ts';
import { withDatabase } from './own-database.ts';
import { count, paint, problemLines } from './print.ts';
import { BadUse, FINE, NO, NoAnswer } from './status.ts';

const THREADS = 2;

export const backtest = defineCommand({
  args: {
    draft: { type: 'positional', description: 'The policy file' },
    since: {
      type: 'string',
      description: "Tickets opened since this date of the policy's zone (Required)",
      valueHint: '2026-08-01',
    },
    against: {
      type: 'string',
      description: 'Number of the version to compare with; default: the newest published',
      valueHint: 'number',
    },
    json: { type: 'boolean', description: 'Print data only' },
  },
  run: async ({ args }) => {
    const [file = ''] = args._;
    const against = versionOf(args.against);
    const text = await readText(file);
    const loaded = await loadPolicyText(file, text);
    if (loaded.kind === 'faults') {
      for (const problem of loaded.problems) console.error(problemLines(file, problem));
      return NO;
    }
    const { id, timeZone } = loaded.compiled.policy;
    const since = instantOf(args.since, timeZone);
    const draft = { name: file, text, version: 0, frozen: frozenNow(loaded.document) };
    const result = await withDatabase(async (database) => {
      const before = await published(database, id, against);
      return backtestPages({ before, draft }, pagesOf(database, id, since), { threads: THREADS });
    });
    if (args.json === true) console.log(JSON.stringify({ tickets: result.tickets, rows: result.rows }, null, 2));
    else for (const line of report(result)) console.log(line);
    return result.rows.some(({ lost }) => lost.length > 0) ? NO : FINE;
  },
});

async function* pagesOf(database: Database, policyId: string, since: number): AsyncGenerator<Page> {
  const at = Date.now();
  for await (const packed of recordedPages(database, policyId, since)) yield { packed, at };
}

/** What its publication today would keep. */
function frozenNow(document: PolicyDocument): string {
  return freezeHolidays(document.text, holidaysFor(document), Temporal.Now.plainDateISO('UTC').year);
}

/** @throws NoAnswer where there is no such version, or this program cannot read it */
async function published(database: Database, id: string, version: number | null): Promise<VersionText> {
  const versions = (await createPolicies(database).list()).filter((one) => one.id === id && one.publishedAt !== null);
  const record = versions.findLast((one) => (version === null ? one.state === 'published' : one.version === version));
  if (record === undefined)
    throw new NoAnswer(
      `${id} has no published version${version === null ? '' : ` ${version}`} in this database to compare with: tierline policy publish, or another DATABASE_URL or DATA_DIR`,
    );
  const before = { ...record, name: `${id} version ${record.version}`, frozen: record.frozen ?? '{}' };
  if (compileVersion(before) === null) throw new NoAnswer(`${before.name} can no longer be read`);
  return before;
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
    throw new BadUse('tierline policy backtest needs --since DATE, such as 2026-08-01', { cause: error });
  }
}

function report({ tickets, rows }: PageResult): readonly string[] {
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
