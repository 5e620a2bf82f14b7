/** The queue: open tickets by priority and submission, filtered, a page at a time. */
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import type { SelectQueryBuilder } from 'kysely';
import type { QueuePage, QueueRequest, QueueRow } from '#flow/ports/store.ts';
import type { Database, Value } from './database.ts';
import { queueColumnsOf } from './rows.ts';
import type { QueueColumnsRow } from './rows.ts';

interface QueueTable extends QueueColumnsRow {
  readonly ticket_id: string;
  readonly policy_id: string | null;
  readonly ended: boolean;
}
interface Tables {
  readonly tickets: QueueTable;
}
type Query<Row> = SelectQueryBuilder<Tables, 'tickets', Row>;

/** Kysely only writes the text: the filters make 256 different statements. */
const build = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

const COLUMNS = [
  'ticket_id',
  'policy_id',
  'organization_id',
  'tier',
  'priority',
  'priority_rank',
  'level',
  'owner',
  'status',
  'opened_at',
  'next_due_at',
  'next_metric',
  'at_risk',
  'breached',
] as const;
const OPEN = ['new', 'open', 'pending', 'hold'] as const;
const MOST = 100;

/** At most 100 rows; a cursor that is not ours starts from the beginning. */
export async function queuePage(database: Database, request: QueueRequest): Promise<QueuePage> {
  const first = Math.min(Math.max(1, Math.trunc(request.first)), MOST);
  const after = readCursor(request.after);
  let page = filtered(build.selectFrom('tickets').select(COLUMNS), request)
    .orderBy('priority_rank')
    .orderBy('opened_at')
    .orderBy('ticket_id')
    .limit(first + 1);
  if (after !== null) {
    page = page.where(
      sql<boolean>`(priority_rank, opened_at, ticket_id) > (${after.rank}::integer, ${after.openedAt}::bigint, ${after.ticketId}::text)`,
    );
  }
  const rows = await run(database, page);
  const shown = rows.slice(0, first).map(rowOf);
  const last = shown.at(-1);
  return {
    rows: shown,
    hasNextPage: rows.length > first,
    endCursor: last === undefined ? null : writeCursor(last),
    total: () => totalOf(database, request),
  };
}

async function totalOf(database: Database, request: QueueRequest): Promise<number> {
  const count = filtered(build.selectFrom('tickets').select(sql<number>`count(*)`.as('total')), request);
  return (await run(database, count))[0]?.total ?? 0;
}

/** Open tickets of one organization, newest first. */
export async function organizationQueue(database: Database, organizationId: string): Promise<readonly QueueRow[]> {
  const query = build
    .selectFrom('tickets')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('ended', '=', false)
    .where('status', 'in', OPEN)
    .orderBy('opened_at', 'desc')
    .limit(MOST);
  return (await run(database, query)).map(rowOf);
}

function filtered<Row>(query: Query<Row>, request: QueueRequest): Query<Row> {
  let result = query.where('ended', '=', false).where('status', 'in', OPEN);
  if (request.policyId != null) result = result.where('policy_id', '=', request.policyId);
  if (request.tier != null) result = result.where('tier', '=', request.tier);
  if (request.priority != null) result = result.where('priority', '=', request.priority);
  if (request.level != null) result = result.where('level', '=', request.level);
  if (request.owner != null) result = result.where('owner', '=', request.owner);
  if (request.atRisk != null) result = result.where('at_risk', '=', request.atRisk);
  if (request.breached != null) result = result.where('breached', '=', request.breached);
  if (request.organizationId != null) result = result.where('organization_id', '=', request.organizationId);
  if (request.organizationIds !== undefined) result = result.where('organization_id', 'in', request.organizationIds);
  return result;
}

async function run<Row extends object>(database: Database, query: Query<Row>): Promise<Row[]> {
  const { sql: text, parameters } = query.compile();
  return database.rows<Row>(text, parameters as readonly Value[]);
}

function rowOf(row: Omit<QueueTable, 'ended'>): QueueRow {
  return { ticketId: row.ticket_id, policyId: row.policy_id, ...queueColumnsOf(row) };
}

interface Cursor {
  readonly rank: number;
  readonly openedAt: number;
  readonly ticketId: string;
}
function writeCursor(row: QueueRow): string {
  return Buffer.from(JSON.stringify([row.priorityRank, row.openedAt, row.ticketId])).toString('base64url');
}
function readCursor(cursor: string | null): Cursor | null {
  if (cursor === null) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(value)) return null;
    const [rank, openedAt, ticketId] = value as unknown[];
    const fits = Number.isSafeInteger(rank) && Number.isSafeInteger(openedAt) && typeof ticketId === 'string';
    return fits ? { rank: rank as number, openedAt: openedAt as number, ticketId } : null;
  } catch {
    return null; // not JSON: not a cursor of ours
  }
}
