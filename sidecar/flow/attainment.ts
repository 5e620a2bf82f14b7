/** Attainment: kept and broken promises of a period, counted on the judgements that are stored. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { Judgement, WaitJudgement } from '#core/judge/judgement.ts';
import type { Tickets } from './ports/store.ts';

export type AttainmentGroup = 'tier' | 'metric' | 'organization' | 'strength' | 'owner' | 'month';
export interface AttainmentRow {
  /** In the order of the groups. */
  readonly keys: readonly string[];
  readonly met: number;
  readonly breached: number;
  readonly excluded: number;
}

/** So few that no page is parsed for longer than webhooks can wait: 500 took 70 ms in one piece, 50 still 10. */
const PAGE = 20;

/**
 * Every wait of a promise counts (G2), in the period `[from, to)` in which it was met or breached; an excluded ticket counts
 * once, where it was opened in the period. Months are those of UTC.
 */
export async function attainment(
  from: EpochMs,
  to: EpochMs,
  by: readonly AttainmentGroup[],
  tickets: Tickets,
): Promise<readonly AttainmentRow[]> {
  const rows = new Map<string, { keys: readonly string[]; met: number; breached: number; excluded: number }>();
  const count = (keys: readonly string[], what: 'met' | 'breached' | 'excluded'): void => {
    const key = JSON.stringify(keys);
    const row = rows.get(key) ?? { keys, met: 0, breached: 0, excluded: 0 };
    row[what] += 1;
    rows.set(key, row);
  };
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<Tickets['judgements']>> = await tickets.judgements(after, PAGE);
    for (const { judgement, organizationId, openedAt } of page) {
      if (judgement.exclusions.length > 0 && openedAt >= from && openedAt < to) {
        count(keysOf(by, judgement, organizationId, null, openedAt), 'excluded');
        continue;
      }
      for (const wait of judgement.waits) {
        const end = endOf(wait);
        if (end === null || end.at < from || end.at >= to) continue;
        count(keysOf(by, judgement, organizationId, wait, end.at), end.what);
      }
    }
    after = page.at(-1)?.ticketId ?? null;
  } while (after !== null);
  return [...rows.values()].toSorted((one, other) => (JSON.stringify(one.keys) < JSON.stringify(other.keys) ? -1 : 1));
}

/** Broken at its due instant, also when it was met late; kept when it was met. Null: best effort is neither. */
function endOf(wait: WaitJudgement): { readonly what: 'met' | 'breached'; readonly at: EpochMs } | null {
  if (wait.strength === 'best_effort') return null;
  const isKept = wait.state === 'met';
  const at = isKept ? wait.metAt : wait.dueAt;
  return at === null ? null : { what: isKept ? 'met' : 'breached', at };
}

function keysOf(
  by: readonly AttainmentGroup[],
  judgement: Judgement,
  organizationId: string | null,
  wait: WaitJudgement | null,
  at: EpochMs,
): readonly string[] {
  const values: Readonly<Record<AttainmentGroup, string>> = {
    tier: judgement.tier.id,
    metric: wait?.metric ?? '',
    organization: organizationId ?? '',
    strength: wait?.strength ?? '',
    owner: judgement.level?.owner ?? '',
    month: new Date(at).toISOString().slice(0, 7),
  };
  return by.map((group) => values[group]);
}
