/** The audit log: who did what, append-only by trigger. */
import type { AuditEntry, AuditLog } from '#flow/ports/store.ts';
import type { Database, Session } from './database.ts';

const APPEND = `insert into audit (at, actor, role, action, subject, detail, outcome) values (now_ms(), $1, $2, $3, $4, $5, $6)`;

const PAGE = `select id, at, actor, role, action, subject, detail, outcome from audit
where $2::bigint is null or id < $2::bigint order by id desc limit $1`;

export function createAuditLog(database: Database): AuditLog {
  return {
    append: (entry) => appendAudit(database, entry),
    async page(first, after) {
      const before = after === null || !/^\d{1,18}$/.test(after) ? null : Number(after);
      const rows = await database.rows<Omit<AuditEntry, 'id'> & { id: number }>(PAGE, [first + 1, before]);
      return {
        entries: rows.slice(0, first).map((row) => ({ ...row, id: String(row.id) })),
        more: rows.length > first,
      };
    },
  };
}

/** Appends in the session's transaction, so that an act and its entry stand or fall together. */
export async function appendAudit(session: Session, entry: Omit<AuditEntry, 'id' | 'at'>): Promise<void> {
  await session.rows(APPEND, [entry.actor, entry.role, entry.action, entry.subject, entry.detail, entry.outcome]);
}
