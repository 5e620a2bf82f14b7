/** Contracts: every revision is kept. */
import { actorName } from '#flow/actor-name.ts';
import type { ContractRevision, Contracts, ContractTerms } from '#flow/ports/policies.ts';
import type { Actor } from '#flow/ports/store.ts';
import { askOrganization } from './asking.ts';
import { appendAudit } from './audit.ts';
import type { Database, Session } from './database.ts';

const REVISIONS = `select organization_id, revision, changed_at, terms from contracts
where organization_id = any($1::text[]) order by organization_id, revision`;

// The primary key decides between two that read the same revision: the second inserts nothing.
const PUT = `insert into contracts (organization_id, revision, policy_id, terms, changed_at, actor)
values ($1, $2::integer, $3, $4::json, now_ms(), $5) on conflict do nothing
returning revision, changed_at, terms`;

interface RevisionRow {
  readonly organization_id: string;
  readonly revision: number;
  readonly changed_at: number;
  readonly terms: ContractTerms;
}

export function createContracts(database: Database): Contracts {
  const revisions = async (session: Session, organizationId: string): Promise<readonly ContractRevision[]> =>
    (await contractsOf(session, [organizationId])).get(organizationId) ?? [];

  return {
    revisions: (organizationId) => revisions(database, organizationId),
    async newest(organizationId) {
      return (await revisions(database, organizationId)).at(-1) ?? null;
    },
    async put(terms, read, by) {
      const result = await database.transaction((session) => put(session, terms, read, by));
      if (!('conflict' in result)) {
        database.notify('tierline_contract', terms.organizationId);
        database.notify('tierline_due', '');
      }
      return result;
    },
    onPut: (listener) => database.listen('tierline_contract', listener),
  };
}

async function put(
  session: Session,
  terms: ContractTerms,
  read: number | null,
  by: Actor,
): Promise<ContractRevision | { readonly conflict: number }> {
  const before = (await contractsOf(session, [terms.organizationId])).get(terms.organizationId)?.at(-1) ?? null;
  const stands = before?.revision ?? 0;
  const entry = { actor: actorName(by), role: by.role, action: 'putContract', subject: terms.organizationId };
  const refused = async (revision: number): Promise<{ readonly conflict: number }> => {
    await appendAudit(session, { ...entry, detail: `revision ${String(read)}`, outcome: 'refused: CONFLICT' });
    return { conflict: revision };
  };
  // Asked for again because the answer was lost: what stands is the answer, and no revision more.
  const isLate = read !== null && read !== stands && read !== stands - 1;
  if (before !== null && !isLate && JSON.stringify(before.terms) === JSON.stringify(terms)) {
    await appendAudit(session, { ...entry, detail: `revision ${String(stands)}`, outcome: 'repeated' });
    return before;
  }
  if (read !== null && read !== stands) return refused(stands);
  const [row] = await session.rows<RevisionRow>(PUT, [
    terms.organizationId,
    stands + 1,
    terms.policyId,
    JSON.stringify(terms),
    actorName(by),
  ]);
  if (row === undefined) return refused(stands + 1);
  await appendAudit(session, {
    ...entry,
    detail: JSON.stringify({ revision: row.revision, before: before?.terms ?? null, after: terms }),
    outcome: 'done',
  });
  await askOrganization(session, terms.organizationId);
  return revisionOf(row);
}

/** Revisions by organization, oldest first. */
export async function contractsOf(
  session: Session,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ContractRevision[]>> {
  if (organizationIds.length === 0) return new Map();
  const rows = await session.rows<RevisionRow>(REVISIONS, [organizationIds]);
  const groups = Map.groupBy(rows, (row) => row.organization_id);
  return new Map([...groups].map(([id, group]) => [id, group.map(revisionOf)]));
}

function revisionOf(row: RevisionRow): ContractRevision {
  return { revision: row.revision, changedAt: row.changed_at, terms: row.terms };
}
