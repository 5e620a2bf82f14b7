/** Which tags of a ticket are the sidecar's own to remove: what the row remembers, and what the audits tell. */
import { ownTagsOf, tagsOf } from '#core/facts/updates.ts';
import type { Audit } from '#core/facts/zendesk-ticket.ts';
import { standingTags } from '#core/plan/overwritten-tags.ts';
import { vocabularyOf } from '#core/plan/tags.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Claim, Tickets } from './ports/store.ts';

/** Sorted. Audits that are new to the row are asked too: an older database may have been restored. */
export function writtenTagsOf(
  { facts, history, writeBack }: Claim['row'],
  audits: readonly Audit[],
  botUserId: string,
  policy: Policy,
): readonly string[] {
  if (facts === null) return [...ownTagsOf(audits, botUserId), ...inheritedTags(audits, policy)].toSorted();
  if (audits === history?.audits) return writeBack.writtenTags;
  const known = new Set(history?.audits.map(({ id }) => id));
  const forgotten = standingTags(
    audits.filter(({ id }) => !known.has(id)),
    botUserId,
  );
  return [...new Set([...writeBack.writtenTags, ...forgotten])].toSorted();
}

/** Zendesk opens the follow-up of a closed ticket with that one's tags: what the sidecar said of the old ticket is no fact of the new one. */
function inheritedTags([first]: readonly Audit[], policy: Policy): readonly string[] {
  if (first?.rel !== 'follow_up') return [];
  const vocabulary = vocabularyOf(policy);
  return openedWith(first).filter((tag) => vocabulary.has(tag));
}

/**
 * Tags of a follow-up that the sidecar wrote on the closed ticket, whatever policy judged that. Where it is not known any
 * more nobody can tell them from people's own.
 */
export async function takenOver([first]: readonly Audit[], tickets: Pick<Tickets, 'find'>): Promise<readonly string[]> {
  if (first?.rel !== 'follow_up' || first.from === undefined) return [];
  const written = new Set((await tickets.find(first.from))?.writeBack.writtenTags);
  return openedWith(first).filter((tag) => written.has(tag));
}

function openedWith({ events }: Audit): readonly string[] {
  return events.flatMap((event) => (event.kind === 'create' && event.field === 'tags' ? tagsOf(event.value) : []));
}
