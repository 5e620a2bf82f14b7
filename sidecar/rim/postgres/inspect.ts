/** What a database says of itself, without changing it: version, schema, clock. For the doctor. */
import { openServer, refuseSharing } from './server.ts';
import { migrations } from './migrate.ts';

export interface DatabaseReading {
  /** E.g. `18.1`. */
  readonly version: string;
  /** Number of the newest migration that ran; null: none did. */
  readonly schema: number | null;
  /** Number of the newest migration that this program knows. */
  readonly known: number;
  /** The database's clock minus ours, ms. */
  readonly clockOffsetMs: number;
  /** False: this user may change the audit log. */
  readonly auditIsKept: boolean;
}

const ABOUT = `select current_setting('server_version') as version,
  (extract(epoch from clock_timestamp()) * 1000)::bigint as now,
  to_regclass('schema_migrations') is not null as migrated,
  case when to_regclass('audit') is null then false
       else has_table_privilege('audit', 'update') or has_table_privilege('audit', 'delete') end as may_change_audit`;

/** @throws DatabaseUnavailable where it cannot connect, DatabaseRefused where the sidecar could not use it. */
export async function inspectDatabase(url: string): Promise<DatabaseReading> {
  await refuseSharing(url);
  const database = openServer(url);
  try {
    const asked = Date.now();
    const [about] = await database.rows<{ version: string; now: number; migrated: boolean; may_change_audit: boolean }>(
      ABOUT,
    );
    if (about === undefined) throw new Error('the database tells nothing of itself');
    const middle = (asked + Date.now()) / 2;
    const [row] = about.migrated
      ? await database.rows<{ newest: number | null }>('select max(number) as newest from schema_migrations')
      : [];
    return {
      version: about.version.split(' ')[0] ?? about.version,
      schema: row?.newest ?? null,
      known: migrations().at(-1)?.number ?? 0,
      clockOffsetMs: Math.round(about.now - middle),
      auditIsKept: !about.may_change_audit,
    };
  } finally {
    await database.close();
  }
}
