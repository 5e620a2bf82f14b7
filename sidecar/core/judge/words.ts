// Conditions and spans of time in words, the same in sidebar, log, command line and test.
import type { Condition } from '#core/policy/policy.ts';
import { oncePer } from './once.ts';

/** A condition as a sentence part, e.g. `impact is all_users and status is open`. */
export const conditionText: (condition: Condition) => string = oncePer((condition) => {
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
});

/** A part of the policy by its name. */
export const named = oncePer(({ id, title }: { readonly id: string; readonly title: string }) => ({ id, title }));

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
