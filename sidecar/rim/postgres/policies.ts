/** Versions of policies: drafts are replaced by newer versions, what is published stays for good. */
import { actorName } from '#flow/actor-name.ts';
import type { Policies, PolicyRecord, PolicyStateWord } from '#flow/ports/policies.ts';
import { appendAudit } from './audit.ts';
import type { Database } from './database.ts';

const COLUMNS = `policy_id, version, state, title, body, frozen, saved_at, published_at, note, moves_open`;
const LIST = `select ${COLUMNS} from policies order by policy_id, version`;
const FIND = `select ${COLUMNS} from policies where policy_id = $1 and version = $2`;
const SAVE = `insert into policies (policy_id, version, state, title, body, saved_at)
select $1, coalesce(max(version), 0) + 1, 'draft', $2, $3, now_ms() from policies where policy_id = $1
on conflict do nothing returning ${COLUMNS}`;
const LOCK = `select version, state, published_at from policies where policy_id = $1 for update`;
const RETIRE = `update policies set state = 'retired' where policy_id = $1 and state = 'published'`;
const PUBLISH = `update policies set state = 'published', frozen = $3, note = $4, published_at = now_ms(),
  moves_open = $5, to_ask = true
where policy_id = $1 and version = $2 and state = 'draft' returning ${COLUMNS}`;

interface PolicyRow {
  readonly policy_id: string;
  readonly version: number;
  readonly state: PolicyStateWord;
  readonly title: string;
  readonly body: string;
  readonly frozen: string | null;
  readonly saved_at: number;
  readonly published_at: number | null;
  readonly note: string | null;
  readonly moves_open: boolean;
}

export function createPolicies(database: Database): Policies {
  return {
    async list() {
      return (await database.rows<PolicyRow>(LIST)).map(recordOf);
    },
    async find(id, version) {
      const [row] = await database.rows<PolicyRow>(FIND, [id, version]);
      return row === undefined ? null : recordOf(row);
    },
    async saveDraft(policy, by) {
      for (;;) {
        const saved = await database.transaction(async (session) => {
          const [row] = await session.rows<PolicyRow>(SAVE, [policy.id, policy.title, policy.text]);
          if (row === undefined) return null; // another draft took the number
          await appendAudit(session, {
            actor: actorName(by),
            role: by.role,
            action: 'savePolicyDraft',
            subject: `${policy.id} version ${String(row.version)}`,
            detail: null,
            outcome: 'done',
          });
          return recordOf(row);
        });
        if (saved !== null) return saved;
      }
    },
    async publish({ id, version, frozen, note, latest, movesOpen = false }, by) {
      const result = await database.transaction(async (session) => {
        const versions = await session.rows<{ version: number; state: PolicyStateWord }>(LOCK, [id]);
        const stands = versions.find(({ state }) => state === 'published')?.version ?? null;
        if (stands !== latest) return 'conflict' as const;
        if (!versions.some((row) => row.version === version && row.state === 'draft')) return 'missing' as const;
        await session.rows(RETIRE, [id]);
        const [row] = await session.rows<PolicyRow>(PUBLISH, [id, version, frozen, note, movesOpen]);
        if (row === undefined) return 'missing' as const;
        await appendAudit(session, {
          actor: actorName(by),
          role: by.role,
          action: 'publishPolicy',
          subject: `${id} version ${String(version)}`,
          detail: JSON.stringify({ note, before: stands, after: version, ...(movesOpen ? { movesOpen } : {}) }),
          outcome: 'done',
        });
        return recordOf(row);
      });
      if (typeof result === 'object') database.notify('tierline_published', id);
      return result;
    },
    onPublished: (listener) => database.listen('tierline_published', listener),
  };
}

function recordOf(row: PolicyRow): PolicyRecord {
  return {
    id: row.policy_id,
    version: row.version,
    state: row.state,
    title: row.title,
    text: row.body,
    frozen: row.frozen,
    savedAt: row.saved_at,
    publishedAt: row.published_at,
    note: row.note,
    movesOpen: row.moves_open,
  };
}
