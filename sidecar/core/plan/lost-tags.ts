// Tags of other people that one of our own writes took off: Zendesk's stamp has seconds only, so two writes in one
// second do not see each other. The audit of our write shows what stood before.
import { tagsOf } from '#core/facts/updates.ts';
import type { Audit } from '#core/facts/zendesk-ticket.ts';

/** Sorted; empty, nearly always. */
export function lostTags(audits: readonly Audit[], botUserId: string): readonly string[] {
  const own = new Set<string>();
  const lost = new Set<string>();
  for (const audit of audits) {
    for (const event of audit.events) {
      if (event.kind !== 'change' || event.field !== 'tags') continue;
      const before = new Set(tagsOf(event.previous));
      const after = new Set(tagsOf(event.value));
      for (const tag of after) {
        lost.delete(tag);
        if (audit.authorId === botUserId && !before.has(tag)) own.add(tag);
      }
      if (audit.authorId !== botUserId) continue;
      for (const tag of before) if (!after.has(tag) && !own.has(tag)) lost.add(tag);
    }
  }
  return [...lost].toSorted();
}
