/** Published versions of policies, compiled once and kept. */
import type { EpochMs } from '#core/facts/facts.ts';
import { compilePolicy } from '#core/policy/compile.ts';
import type { Policy } from '#core/policy/policy.ts';
import { frozenHolidays } from './frozen-holidays.ts';
import type { PolicyReader } from './policy-text.ts';
import type { Log } from './ports/others.ts';
import type { Policies, PolicyRecord, PolicyRegistry } from './ports/policies.ts';

interface Version {
  readonly policy: Policy;
  readonly publishedAt: EpochMs;
  readonly note: string | null;
  readonly movesOpen: boolean;
}

/**
 * @param defaultPolicy judges tickets without a contract; null or unknown: the policy that was published first.
 */
export function createRegistry(
  policies: Policies,
  reader: Pick<PolicyReader, 'read'>,
  log: Log,
  defaultPolicy: string | null = null,
): PolicyRegistry {
  /** Policy id → version number → version, oldest first. */
  const kept = new Map<string, Map<number, Version>>();
  let unread: readonly string[] = [];
  let refreshing: Promise<void> | null = null;
  /** The one after it, for whoever asks meanwhile: the one under way may have listed the versions already. */
  let following: Promise<void> | null = null;

  async function refresh(): Promise<void> {
    const failed: string[] = [];
    for (const record of await policies.list()) {
      if (record.publishedAt === null || kept.get(record.id)?.has(record.version) === true) continue;
      const policy = await compiled(record, reader, log);
      if (policy === null && record.state === 'published') failed.push(nameOf(record));
      if (policy === null) continue;
      const versions = kept.get(record.id) ?? new Map<number, Version>();
      versions.set(record.version, {
        policy,
        publishedAt: record.publishedAt,
        note: record.note,
        movesOpen: record.movesOpen,
      });
      kept.set(record.id, new Map([...versions].toSorted(([, one], [, other]) => one.publishedAt - other.publishedAt)));
    }
    unread = failed;
  }
  function versionsOf(policyId: string): readonly Version[] {
    return [...(kept.get(policyId)?.values() ?? [])];
  }
  function fallback(): string | null {
    if (defaultPolicy !== null && kept.has(defaultPolicy)) return defaultPolicy;
    const first = [...kept].toSorted(
      ([oneId, one], [otherId, other]) => firstOf(one) - firstOf(other) || (oneId < otherId ? -1 : 1),
    );
    return first[0]?.[0] ?? null;
  }

  function refreshSoon(): Promise<void> {
    if (refreshing === null) return (refreshing = refresh().finally(() => (refreshing = null)));
    following ??= refreshing.then(refreshNext, refreshNext);
    return following;
  }
  function refreshNext(): Promise<void> {
    following = null;
    return refreshSoon();
  }

  return {
    get: (id, version) => kept.get(id)?.get(version)?.policy ?? null,
    forTicket(policyId, opened, at = Infinity) {
      const versions = versionsOf(policyId ?? fallback() ?? '');
      const holds = ({ publishedAt, movesOpen }: Version): boolean =>
        publishedAt <= at && (movesOpen || publishedAt <= opened);
      return (versions.findLast(holds) ?? versions[0])?.policy ?? null;
    },
    current: (policyId) => versionsOf(policyId).at(-1)?.policy ?? null,
    publication: (id, version) => kept.get(id)?.get(version) ?? null,
    ids: () => [...kept.keys()],
    unread: () => unread,
    refresh: refreshSoon,
  };
}

function firstOf(versions: ReadonlyMap<number, Version>): EpochMs {
  return versions.values().next().value?.publishedAt ?? Infinity;
}

function nameOf({ id, version }: PolicyRecord): string {
  return `${id} version ${String(version)}`;
}

/** Null where this program no longer understands the text: its tickets keep their last answer. */
async function compiled(record: PolicyRecord, reader: Pick<PolicyReader, 'read'>, log: Log): Promise<Policy | null> {
  const name = nameOf(record);
  const read = await reader.read(record.text);
  if (read.document === null) {
    log.error({ policy: name, problem: read.problems[0]?.message }, 'a published policy cannot be read');
    return null;
  }
  const document = { file: null, text: read.document, at: () => ({ line: 1, column: 1 }) };
  const result = compilePolicy(document, { holidays: frozenHolidays(record.frozen ?? '{}'), version: record.version });
  if (result.kind === 'ok') return result.policy;
  log.error({ policy: name, problem: result.problems[0]?.message }, 'a published policy cannot be compiled');
  return null;
}
