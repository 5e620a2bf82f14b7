// Wanted minus seen: what has to be written, or nothing.
import type { ZendeskPriority } from '#core/facts/zendesk-ticket.ts';

export interface Wanted {
  /** Null: the priority is left alone. */
  readonly priority: ZendeskPriority | null;
  readonly tags: readonly string[];
}
export interface Shown {
  readonly priority: ZendeskPriority | null;
  readonly tags: readonly string[];
}
export interface Difference {
  /** Null: stays. */
  readonly priority: ZendeskPriority | null;
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
}

/** Only tags that we wrote are ever removed; everybody else's stay. */
export function difference(wanted: Wanted, shown: Shown, written: readonly string[]): Difference {
  const wantedTags = new Set(wanted.tags);
  const shownTags = new Set(shown.tags);
  const ours = new Set(written);
  return {
    priority: wanted.priority !== null && wanted.priority !== shown.priority ? wanted.priority : null,
    addTags: wanted.tags.filter((tag) => !shownTags.has(tag)).toSorted(),
    removeTags: shown.tags.filter((tag) => ours.has(tag) && !wantedTags.has(tag)).toSorted(),
  };
}

export function isNothing({ priority, addTags, removeTags }: Difference): boolean {
  return priority === null && addTags.length === 0 && removeTags.length === 0;
}

/** The whole list of tags after the difference, sorted as Zendesk sorts. */
export function tagsAfter(shown: readonly string[], { addTags, removeTags }: Difference): readonly string[] {
  const removed = new Set(removeTags);
  return [...new Set([...shown.filter((tag) => !removed.has(tag)), ...addTags])].toSorted();
}
