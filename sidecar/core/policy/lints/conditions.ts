// condition-never-holds: a condition that no ticket can meet.
import type { Linting } from './linting.ts';
import { neverHolds } from './logic.ts';
import { conditionsOf } from './places.ts';

export function lintConditions(linting: Linting): void {
  for (const { condition, path, what } of conditionsOf(linting.policy, linting.document)) {
    if (!neverHolds(condition)) continue;
    linting.say(
      'warning',
      'condition-never-holds',
      path,
      `the condition of ${what} can never hold: it asks for two things that exclude each other`,
      'use any instead of all, or remove the rule',
    );
  }
}
