// Wanted minus seen: what one write has to change so that Zendesk shows the judgement. Nothing: null.

/** What Zendesk should show. */
export interface Wanted {
  /** urgent | high | normal | low; null: the priority is left as it is. */
  readonly priority: string | null;
  /** Every tag of ours that holds now. */
  readonly tags: readonly string[];
}

/** What Zendesk shows. */
export interface Seen {
  readonly priority: string | null;
  readonly tags: readonly string[];
}

export interface Difference {
  /** Null: the priority stays. */
  readonly priority: string | null;
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
}

/**
 * The difference between what should be shown and what is. Removes only tags that `written` names: those that we wrote
 * ourselves before. Tags of people and of other integrations are never touched. Order of tags never matters.
 */
export function difference(wanted: Wanted, seen: Seen, written: readonly string[]): Difference | null {
  const shown = new Set(seen.tags);
  const wish = new Set(wanted.tags);
  const addTags = wanted.tags.filter((tag) => !shown.has(tag)).sort();
  const removeTags = written.filter((tag) => shown.has(tag) && !wish.has(tag)).sort();
  const priority = wanted.priority !== null && wanted.priority !== seen.priority ? wanted.priority : null;
  if (priority === null && addTags.length === 0 && removeTags.length === 0) return null;
  return { priority, addTags, removeTags };
}

/** The full list of tags after a difference, for writes that replace them all. */
export function applyTags(tags: readonly string[], change: Difference): string[] {
  const removed = new Set(change.removeTags);
  return [...new Set([...tags.filter((tag) => !removed.has(tag)), ...change.addTags])].sort();
}
