// Conditions and spans of time in words, the same in sidebar, log, command line and test.
import type { Condition } from '#core/policy/policy.ts';

const texts = new WeakMap<Condition, string>();

/** A condition as a sentence part, e.g. `impact is all_users and status is open`. Kept: conditions never change. */
export function conditionText(condition: Condition): string {
  let text = texts.get(condition);
  if (text === undefined) {
    text = compose(condition);
    texts.set(condition, text);
  }
  return text;
}

function compose(condition: Condition): string {
  switch (condition.kind) {
    case 'always':
      return 'always';
    case 'all':
      return condition.of.map(conditionText).join(' and ');
    case 'any':
      return condition.of.map(conditionText).join(' or ');
    case 'not':
      return `not (${conditionText(condition.of)})`;
    default:
      return condition.text;
  }
}

/** Working time in the short form of policies: `1h 30m`, `45s`, `0m`. */
export function durationText(ms: number): string {
  const sign = ms < 0 ? '−' : '';
  const seconds = Math.round(Math.abs(ms) / 1000);
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'm'],
    [seconds % 60, 's'],
  ] as const;
  const shown = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n}${unit}`);
  return sign + (shown.length === 0 ? '0m' : shown.join(' '));
}
