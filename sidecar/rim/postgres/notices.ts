/** Announced maintenance and other notices. */
import { actorName } from '#flow/actor-name.ts';
import type { NoticeRecord, Notices } from '#flow/ports/policies.ts';
import { askNoticed } from './asking.ts';
import { appendAudit } from './audit.ts';
import type { Database, Session } from './database.ts';

const COLUMNS = `notice_id, policy_id, kind, words, announced_at, from_at, to_at, organizations`;
const PUT = `insert into notices (${COLUMNS}, to_ask) values ($1, $2, $3, $4, $8, $5, $6, $7, true)
on conflict (notice_id) do update set kind = $3, words = $4, announced_at = $8, from_at = $5, to_at = $6, organizations = $7, to_ask = true
returning ${COLUMNS}`;
const CURRENT = `select ${COLUMNS} from notices where to_at > (select now_ms()) order by from_at, notice_id`;

interface NoticeRow {
  readonly notice_id: string;
  readonly policy_id: string;
  readonly kind: string;
  readonly words: string | null;
  readonly announced_at: number;
  readonly from_at: number;
  readonly to_at: number;
  readonly organizations: string[];
}

export function createNotices(database: Database): Notices {
  return {
    async put(notice, by) {
      const record = await database.transaction(async (session) => {
        const [row] = await session.rows<NoticeRow>(PUT, [
          notice.id,
          notice.policyId,
          notice.kind,
          notice.text,
          notice.from,
          notice.to,
          notice.organizations,
          notice.announced,
        ]);
        if (row === undefined) throw new Error('the notice was not stored');
        await appendAudit(session, {
          actor: actorName(by),
          role: by.role,
          action: 'putNotice',
          subject: notice.id,
          detail: JSON.stringify({ kind: notice.kind, from: notice.from, to: notice.to }),
          outcome: 'done',
        });
        return noticeOf(row);
      });
      await askNoticed(database).finally(() => database.notify('tierline_due', ''));
      return record;
    },
    current: () => currentNotices(database),
  };
}

export async function currentNotices(session: Session): Promise<readonly NoticeRecord[]> {
  return (await session.rows<NoticeRow>(CURRENT)).map(noticeOf);
}

function noticeOf(row: NoticeRow): NoticeRecord {
  return {
    id: row.notice_id,
    policyId: row.policy_id,
    kind: row.kind,
    text: row.words,
    announced: row.announced_at,
    from: row.from_at,
    to: row.to_at,
    organizations: row.organizations,
  };
}
