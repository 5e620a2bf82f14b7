// A condition in words.
import type { Condition } from './policy.ts';

/** `impact is all_users and channel is phone` */
export function conditionWords(condition: Condition): string {
  switch (condition.kind) {
    case 'always':
      return 'always';
    case 'all':
      return condition.of.map(inner).join(' and ');
    case 'any':
      return condition.of.map(inner).join(' or ');
    case 'not':
      return `not ${inner(condition.of)}`;
    default:
      return condition.text;
  }
}

const inner = (part: Condition): string =>
  part.kind === 'all' || part.kind === 'any' ? `(${conditionWords(part)})` : conditionWords(part);
