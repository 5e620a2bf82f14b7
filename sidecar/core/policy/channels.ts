// The channels of a tier: a list, or channel by channel with conditions.
import type { PolicyText } from '#schema/policy.ts';
import { ALWAYS } from './combination.ts';
import { readCondition } from './conditions.ts';
import type { Context } from './context.ts';
import { isMap, list } from './context.ts';
import type { Channels, ChannelTerm, Condition } from './policy.ts';
import type { Path } from './problem.ts';

type Tier = NonNullable<PolicyText['tiers']>[string];

/** Reads the channels; null where nothing is written. `named` tells a list, which replaces what would be inherited. */
export function readChannels(
  context: Context,
  written: Tier['channels'],
  path: Path,
): (Channels & { readonly named: boolean }) | null {
  if (written === undefined) return null;
  if (Array.isArray(written)) {
    const terms = written.map((channel): ChannelTerm => ({ channel, allowed: true, when: ALWAYS }));
    return { terms, preferred: null, others: false, cites: [], named: true };
  }
  const { allowed, preferred, cites, ...rest } = written;
  const named: readonly ChannelTerm[] = list(allowed).map((channel) => ({ channel, allowed: true, when: ALWAYS }));
  const clauses = [...context.cites(cites, path)];
  const liked: string[] = [...list(preferred)];
  let allowing = named.length > 0;
  const terms = Object.entries(rest).flatMap(([channel, term]): readonly ChannelTerm[] => {
    if (typeof term === 'boolean') {
      allowing ||= term;
      return [{ channel, allowed: term, when: ALWAYS }];
    }
    if (!isMap(term)) return [];
    const value = term as { allowed?: boolean; preferred?: boolean; when?: unknown; cites?: string | string[] };
    clauses.push(...context.cites(value.cites, [...path, channel]));
    if (value.preferred === true) liked.push(channel);
    const allows = value.allowed ?? true;
    allowing ||= allows;
    return [channelTerm(channel, allows, readCondition(context, value.when, [...path, channel, 'when']))];
  });
  const all = [...terms, ...named.filter(({ channel }) => !terms.some((term) => term.channel === channel))];
  return {
    terms: all,
    preferred: liked[0] ?? null,
    others: !allowing,
    cites: clauses,
    named: allowed !== undefined,
  };
}

/** Refused while something holds is allowed while it does not. */
function channelTerm(channel: string, allowed: boolean, when: Condition): ChannelTerm {
  if (allowed || when.kind === 'always') return { channel, allowed, when };
  return { channel, allowed: true, when: { kind: 'not', of: when } };
}
