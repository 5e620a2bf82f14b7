/** Back-tests: one row each, kept for a month; one that is not heard of any more has failed. */
import { actorName } from '#flow/actor-name.ts';
import type { BacktestRecord, Backtests, BacktestStateWord } from '#flow/ports/backtests.ts';
import { appendAudit } from './audit.ts';
import type { Database } from './database.ts';
import { recordedPages } from './recorded.ts';

/** So long a running one may be silent: many times what a page of tickets takes. */
const SILENT_MS = 60_000;
const LOST = 'The sidecar that ran it has ended: start it again.';

const COLUMNS = `backtest_id, policy_id, draft_version, against_version, since_at, tickets, done, result,
  case when state = 'running' and alive_until < now_ms() then 'failed' else state end as state,
  case when state = 'running' and alive_until < now_ms() then '${LOST}' else problem end as problem`;
const BEGIN = `insert into backtests
  (backtest_id, asked_at, policy_id, draft_version, against_version, since_at, alive_until, tickets)
select $1, now_ms(), $2::text, $3, $4, $5::bigint, now_ms() + ${String(SILENT_MS)},
  (select count(*) from tickets where policy_id = $2::text and opened_at >= $5::bigint and facts is not null)
returning ${COLUMNS}`;
const PROGRESS = `update backtests set done = least($2::integer, tickets), alive_until = now_ms() + ${String(SILENT_MS)}
where backtest_id = $1 and state = 'running' and alive_until >= now_ms() returning backtest_id`;
const FINISH = `update backtests set state = 'done', tickets = $2::integer, done = $2::integer, result = $3
where backtest_id = $1 and state = 'running'`;
const FAIL = `update backtests set state = 'failed', problem = $2 where backtest_id = $1 and state = 'running'`;
const FIND = `select ${COLUMNS} from backtests where backtest_id = $1`;
/** After a month nobody asks for it. */
export const TIDY_BACKTESTS = `delete from backtests where asked_at < (select now_ms()) - 30 * 86400000::bigint`;

interface BacktestRow {
  readonly backtest_id: string;
  readonly policy_id: string;
  readonly draft_version: number;
  readonly against_version: number;
  readonly since_at: number;
  readonly tickets: number;
  readonly done: number;
  readonly result: BacktestRecord['rows'] | null;
  readonly state: BacktestStateWord;
  readonly problem: string | null;
}

export function createBacktestStore(database: Database): Backtests {
  return {
    begin({ id, policyId, draftVersion, against, since }, by) {
      return database.transaction(async (session) => {
        const [row] = await session.rows<BacktestRow>(BEGIN, [id, policyId, draftVersion, against, since]);
        if (row === undefined) throw new Error('a back-test was not kept');
        await appendAudit(session, {
          actor: actorName(by),
          role: by.role,
          action: 'startBacktest',
          subject: `${policyId} version ${String(draftVersion)}`,
          detail: JSON.stringify({ id, against, since: new Date(since).toISOString() }),
          outcome: 'done',
        });
        return recordOf(row);
      });
    },
    progress: async (id, done) => (await database.rows(PROGRESS, [id, done])).length > 0,
    async finish(id, { tickets, rows }) {
      await database.rows(FINISH, [id, tickets, JSON.stringify(rows)]);
    },
    async fail(id, problem) {
      await database.rows(FAIL, [id, problem]);
    },
    async find(id) {
      const [row] = await database.rows<BacktestRow>(FIND, [id]);
      return row === undefined ? null : recordOf(row);
    },
    recorded: (policyId, since) => recordedPages(database, policyId, since),
  };
}

function recordOf(row: BacktestRow): BacktestRecord {
  return {
    id: row.backtest_id,
    state: row.state,
    policyId: row.policy_id,
    draftVersion: row.draft_version,
    against: row.against_version,
    since: row.since_at,
    tickets: row.tickets,
    done: row.done,
    rows: row.result ?? [],
    problem: row.problem,
  };
}
