/**
 * One database for all the tests of a file, emptied between them, and a clock that steps over every wait: laying and opening
 * a database and waiting for pauses to pass took most of the time of such tests.
 */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { EpochMs } from '#core/facts/facts.ts';
import type { Database } from '#rim/postgres/database.ts';
import type { TestDatabase } from './databases.ts';
import { ADMIN, contract, startTestSidecar } from './sidecar.ts';
import type { TestSidecar } from './sidecar.ts';

export const HOUR = 3_600_000;
/** A Tuesday with no public holiday near: around them the promises of the policy stand still. */
const BEGIN = Date.UTC(2026, 2, 3, 10);

export interface FaultsWorld {
  /** Of the test that runs: with the policy `nextplane` and a contract of its tier `custom`. */
  readonly sidecar: TestSidecar;
  readonly database: Database;
  /** The one clock of the database and of Zendesk. */
  now(): EpochMs;
  /** Every clock goes on, and who waits is woken. */
  forward(ms: number): Promise<void>;
  /**
   * Every clock stands at this instant, and who waits is woken, while `work` is done, however long that takes; then they go on
   * from there.
   */
  standing(at: EpochMs, work: () => Promise<void>): Promise<void>;
  /** Opens a ticket a minute ago, delivers its webhook and waits until nothing is due. */
  openAndSettle(ticketId: string): Promise<void>;
  rowOf(
    ticketId: string,
  ): Promise<NonNullable<Awaited<ReturnType<TestSidecar['store']['tickets']['find']>>>['writeBack'] | undefined>;
}

/** To be called where hooks may be registered. */
export function faultsWorld(fresh: () => Promise<TestDatabase>): FaultsWorld {
  let home: TestDatabase;
  let database: Database;
  let sidecar: TestSidecar;
  let stands: EpochMs | null = null;
  const now = (): EpochMs => stands ?? Date.now() + database.clockOffset();
  async function forward(ms: number): Promise<void> {
    await database.setClockOffset(database.clockOffset() + ms);
    database.notify('tierline_due', '');
  }
  async function standing(at: EpochMs, work: () => Promise<void>): Promise<void> {
    const [clock] = await database.rows<{ made: string }>(`select pg_get_functiondef('now_ms'::regproc) as made`);
    if (clock === undefined) throw new Error('the database has no clock');
    stands = at;
    await database.rows(
      `create or replace function now_ms() returns bigint language sql volatile as 'select ${String(at)}::bigint'`,
    );
    try {
      await forward(at - (Date.now() + database.clockOffset()));
      await work();
    } finally {
      await database.setClockOffset(at - Date.now());
      await database.rows(clock.made);
      stands = null;
    }
  }

  beforeAll(async () => {
    home = await fresh();
    database = await home.open();
  });
  beforeEach(async () => {
    await database.setClockOffset(BEGIN - Date.now());
    sidecar = await startTestSidecar(database, { pass: forward });
    sidecar.zendesk.now = now;
    await sidecar.store.contracts.put(contract({ tier: 'custom' }), null, ADMIN);
  });
  afterEach(async () => {
    await sidecar.stop();
    await empty(database);
    await database.setClockOffset(0);
  });
  afterAll(async () => {
    await database.close();
    await home.remove();
  });

  return {
    get sidecar() {
      return sidecar;
    },
    get database() {
      return database;
    },
    now,
    forward,
    standing,
    async openAndSettle(ticketId) {
      sidecar.zendesk.open(ticketId, now() - 60_000);
      await sidecar.webhook(sidecar.hint(ticketId));
      await sidecar.quiet();
    },
    rowOf: async (ticketId) => (await sidecar.store.tickets.find(ticketId))?.writeBack,
  };
}

/** As it was laid: only the schema. The triggers by which published texts and the audit log stay are passed over. */
function empty(database: Database): Promise<void> {
  return database.transaction(async (session) => {
    await session.rows(`set local session_replication_role = replica`);
    const tables = await session.rows<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'schema_migrations'`,
    );
    for (const { name } of tables) await session.rows(`delete from ${name}`);
  });
}
