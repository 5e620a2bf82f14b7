/** Which tags of a ticket are the sidecar's own to remove: what the row remembers, and what the audits tell. */
import { ownTagsOf, tagsOf } from '#core/facts/updates.ts';
import type { Audit } from '#core/facts/zendesk-ticket.ts';
import { standingTags } from '#core/plan/overwritten-tags.ts';
import { vocabularyOf } from '#core/plan/tags.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Claim } from './ports/store.ts';

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
  return first.events.flatMap((event) =>
    event.kind === 'create' && event.field === 'tags' ? tagsOf(event.value).filter((tag) => vocabulary.has(tag)) : [],
  );
}
