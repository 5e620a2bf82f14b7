/** Everything that is kept, over one database. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { DatabaseState } from '#flow/health.ts';
import type { Backtests } from '#flow/ports/backtests.ts';
import type { Budget } from '#flow/ports/others.ts';
import type { Contracts, Notices, Policies } from '#flow/ports/policies.ts';
import type { Agenda, AuditLog, Directory, Exclusively, Inbox, Settings, Tickets } from '#flow/ports/store.ts';
import type { Usage } from '#flow/usage.ts';
import { createAgenda } from './agenda.ts';
import { createAuditLog } from './audit.ts';
import { createBacktestStore, TIDY_BACKTESTS } from './backtests.ts';
import { createBudget } from './budget.ts';
import { createClock, type CarriedClock } from './clock.ts';
import { createContracts } from './contracts.ts';
import type { Database } from './database.ts';
import { createDirectory } from './directory.ts';
import { createInbox } from './inbox.ts';
import { migrations } from './migrate.ts';
import { createNotices } from './notices.ts';
import { createPolicies } from './policies.ts';
import { createExclusively, createSettings } from './settings.ts';
import { createTickets } from './tickets.ts';
import { createUsage } from './usage.ts';
import { createWritable } from './writable.ts';

export interface Store {
  readonly clock: CarriedClock;
  readonly inbox: Inbox;
  readonly agenda: Agenda;
  readonly tickets: Tickets;
  readonly directory: Directory;
  readonly policies: Policies;
  readonly contracts: Contracts;
  readonly notices: Notices;
  readonly audit: AuditLog;
  readonly settings: Settings;
  readonly budget: Budget;
  readonly usage: Usage;
  readonly exclusively: Exclusively;
  readonly backtests: Backtests;
  /** Remembers something that may happen once, e.g. a token's use; false: it did, here or at another replica. */
  firstUse(id: string, until: EpochMs): Promise<boolean>;
  /** Whether `firstUse` was told of it, here or at another replica, and it is still remembered. */
  wasUsed(id: string): Promise<boolean>;
  /** Removes what is no longer needed: events looked at a day ago, counters of old windows, back-tests of a month ago. */
  tidy(): Promise<void>;
  /** Whether the database answers and takes writes now; `behind`: its schema is older than this program's. */
  databaseState(): Promise<DatabaseState>;
}

/** So many in a statement, and at most so many statements a minute: more than any account sends for long. */
const TIDY_PART = 5_000;
const TIDY_PARTS = 40;
// Each replica removes others.
const TIDY_EVENTS = `with old as (
  select id from events where received_at < (select now_ms()) - 86400000 and looked_at is not null
  limit ${String(TIDY_PART)} for update skip locked
), removed as (delete from events where id in (select id from old) returning 1)
select count(*) as removed from removed`;

const FIRST_USE = `insert into leases (name, holder, until) values ($1, '', $2) on conflict (name) do nothing returning name`;
const WAS_USED = `select 1 as used from leases where name = $1`;
const TIDY_USES = `delete from leases where name like 'used:%' and until < (select now_ms())`;

const NO_SUCH_TABLE = '42P01';
const NEWEST = 'select max(number) as newest from schema_migrations';
let newestKnown: number | undefined;

/** `credential`: see the budget. */
export function createStore(inner: Database, credential = ''): Store {
  const { database, state: writeState } = createWritable(inner);
  const budget = createBudget(database, credential);
  return {
    clock: createClock(database),
    inbox: createInbox(database),
    agenda: createAgenda(database),
    tickets: createTickets(database),
    directory: createDirectory(database),
    policies: createPolicies(database),
    contracts: createContracts(database),
    notices: createNotices(database),
    audit: createAuditLog(database),
    settings: createSettings(database),
    budget,
    usage: createUsage(database),
    exclusively: createExclusively(database),
    backtests: createBacktestStore(database),
    async firstUse(id, until) {
      return (await database.rows(FIRST_USE, [`used:${id}`, until])).length > 0;
    },
    async wasUsed(id) {
      return (await database.rows(WAS_USED, [`used:${id}`])).length > 0;
    },
    async tidy() {
      for (let parts = 0; parts < TIDY_PARTS; parts++) {
        const [row] = await database.rows<{ removed: number }>(TIDY_EVENTS);
        if ((row?.removed ?? 0) < TIDY_PART) break;
      }
      await database.rows(TIDY_USES);
      await database.rows(TIDY_BACKTESTS);
      await budget.tidy();
    },
    async databaseState() {
      try {
        const [row] = await database.rows<{ newest: number | null }>(NEWEST);
        newestKnown ??= migrations().at(-1)?.number ?? 0;
        return (row?.newest ?? 0) < newestKnown ? 'behind' : await writeState();
      } catch (error) {
        // Somebody put an empty database in its place.
        return error instanceof Error && 'code' in error && error.code === NO_SUCH_TABLE ? 'behind' : 'absent';
      }
    },
  };
}
