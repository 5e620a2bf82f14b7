// What the ticket is about, as its topic says.
import type { Topic } from '#core/policy/policy.ts';
import type { State } from './state.ts';

/** The topic that the ticket names; null: none that the policy knows. */
export function topicOf(state: State): Topic | null {
  const field = state.policy.topicField;
  const value = field === null ? null : state.fields[field];
  return typeof value === 'string' ? (state.policy.topics.get(value) ?? null) : null;
}

/** Index of the topic's level, -1 where it names none. */
export function topicLevel(state: State): number {
  const level = topicOf(state)?.level ?? null;
  return level === null ? -1 : state.policy.levels.findIndex((l) => l.id === level);
}
