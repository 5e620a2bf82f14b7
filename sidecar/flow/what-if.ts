/** What if: the judgement as it is beside the judgement after a change. Nothing is written. */
import { whatIf as judgeWhatIf } from '#core/judge/what-if.ts';
import type { SupposedChange } from '#core/judge/what-if.ts';
import type { EpochMs } from '#core/facts/facts.ts';
import { nowFor, policyOf, rowOf, viewOf } from './support.ts';
import type { Read, ReadPorts, SupportView } from './support.ts';

export type WhatIfChange = SupposedChange & { readonly at?: EpochMs | null };

export interface WhatIfView {
  readonly before: SupportView;
  readonly after: SupportView;
}

export async function whatIf(ticketId: string, change: WhatIfChange, ports: ReadPorts): Promise<Read<WhatIfView>> {
  const row = await rowOf(ticketId, ports);
  if (row.kind !== 'found') return row;
  const policy = policyOf(row.value, ports.registry);
  const { facts } = row.value;
  const at = change.at ?? (await nowFor(row.value, ports.clock));
  if (policy === null || facts === null) {
    const same = await viewOf(row.value, null, policy, at, ports);
    return { kind: 'found', value: { before: same, after: same } };
  }
  // Before it was opened there was none: as `ticketSupport` answers.
  if (at < facts.opened) return { kind: 'missing' };
  const { before, after } = judgeWhatIf(policy, facts, change, at);
  return {
    kind: 'found',
    value: {
      before: await viewOf(row.value, before, policy, at, ports),
      after: await viewOf(row.value, after, policy, at, ports),
    },
  };
}
