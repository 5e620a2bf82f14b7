// What our own writes did to the tags of other people without having seen them: Zendesk's stamp has seconds only, so two
// writes in one second do not see each other, and a write names all tags. The audit of ours shows what stood before.
import type { EpochMs } from '#core/facts/facts.ts';
import { tagsOf } from '#core/facts/updates.ts';
import type { Audit } from '#core/facts/zendesk-ticket.ts';
import { isOfVocabulary } from './tags.ts';

export interface OverwrittenTags {
  /** Taken off, though nobody wanted it; sorted. */
  readonly lost: readonly string[];
  /** Put back, though somebody had just taken it off; sorted. */
  readonly revived: readonly string[];
}

/** Both are empty, nearly always. What anybody does to such a tag later counts. */
export function overwrittenTags(audits: readonly Audit[], botUserId: string): OverwrittenTags {
  const own = new Set<string>();
  const lost = new Set<string>();
  const revived = new Set<string>();
  /** When somebody else took a tag off last. */
  const takenOff = new Map<string, EpochMs>();
  for (const { at, authorId, events } of audits) {
    for (const event of events) {
      if (event.kind !== 'change' || event.field !== 'tags') continue;
      // Zendesk's triggers act within the update that they follow.
      const isOurs = authorId === botUserId && !event.byRule;
      const before = new Set(tagsOf(event.previous));
      const after = new Set(tagsOf(event.value));
      for (const tag of after) {
        const wasLost = lost.delete(tag);
        if (before.has(tag) || wasLost) continue;
        if (!isOurs) revived.delete(tag);
        else if (takenOff.get(tag) === at && !own.has(tag)) revived.add(tag);
        else own.add(tag);
      }
      for (const tag of before) {
        if (after.has(tag)) continue;
        const wasRevived = revived.delete(tag);
        if (!isOurs) takenOff.set(tag, at);
        else if (!own.has(tag) && !wasRevived) lost.add(tag);
      }
    }
  }
  return { lost: [...lost].toSorted(), revived: [...revived].toSorted() };
}

/** Tags of the vocabulary that these audits put on as ours and that nobody has taken off since. */
export function standingTags(audits: readonly Audit[], botUserId: string): readonly string[] {
  const standing = new Set<string>();
  for (const { authorId, events } of audits) {
    for (const event of events) {
      if (event.kind !== 'change' || event.field !== 'tags') continue;
      const before = new Set(tagsOf(event.previous));
      const after = new Set(tagsOf(event.value));
      for (const tag of before) if (!after.has(tag)) standing.delete(tag);
      if (authorId !== botUserId || event.byRule) continue;
      for (const tag of after) if (!before.has(tag) && isOfVocabulary(tag)) standing.add(tag);
    }
  }
  return [...standing];
}
