// self-feeding: a rule that asks for what it itself brings about.
import type { Condition, Subject } from '../policy.ts';
import type { Linting } from './linting.ts';

export function lintFeeding(linting: Linting): void {
  const { policy, document } = linting;
  const say = (path: readonly (string | number)[], what: string, asks: string): void =>
    linting.say(
      'warning',
      'self-feeding',
      path,
      `${what} asks for ${asks}, which it brings about itself`,
      'ask for the facts behind it',
    );
  for (const { tag, when } of policy.tags) {
    if (asksForTag(when, [tag])) say(['tags', tag], `the tag "${tag}"`, 'itself');
  }
  for (const { id, when } of policy.priorities) {
    if (asksFor(when, ({ of, ...rest }) => of === 'ticket' && 'key' in rest && rest.key === 'priority'))
      say(['priorities', id, 'when'], `priority ${id}`, 'the priority');
    if (asksForTag(when, [`priority_${id.toLowerCase()}`]))
      say(['priorities', id, 'when'], `priority ${id}`, `the tag priority_${id.toLowerCase()}`);
  }
  policy.routes.forEach(({ id, when, tag }, index) => {
    if (tag !== null && asksForTag(when, [tag]))
      say(Array.isArray(document.text.routes) ? ['routes', index] : ['routes', id], `route ${id}`, `the tag ${tag}`);
  });
  for (const { id, when, tag } of policy.duties.values()) {
    if (when !== null && tag !== null && asksForTag(when, [tag]))
      say(['duties', id, 'when'], `duty ${id}`, `the tag ${tag}`);
  }
  for (const { id, when } of policy.exclusions) {
    if (when === null) continue;
    if (
      asksFor(when, (subject) => subject.of === 'exclusion' && subject.exclusion === id) ||
      asksForTag(when, [`exclusion_${id}`])
    ) {
      say(['exclusions', id, 'when'], `exclusion ${id}`, 'itself');
    }
  }
}

function asksForTag(condition: Condition, tags: readonly string[]): boolean {
  return some(condition, (part) => {
    if (
      part.kind !== 'compare' ||
      part.subject.of !== 'ticket' ||
      part.subject.key !== 'tags' ||
      part.test.kind !== 'includes'
    )
      return false;
    const asked = [...part.test.all, ...part.test.any, ...part.test.none];
    return tags.some((tag) => asked.includes(tag));
  });
}

const asksFor = (condition: Condition, is: (subject: Subject) => boolean): boolean =>
  some(condition, (part) => part.kind === 'compare' && is(part.subject));

function some(condition: Condition, is: (part: Condition) => boolean): boolean {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.some((part) => some(part, is));
  return condition.kind === 'not' ? some(condition.of, is) : is(condition);
}
