// carry-over: unused tickets of an allowance are not carried over, whatever is written.
import type { Linting } from './linting.ts';

/** Each period begins with the whole number. */
export function lintAllowances(linting: Linting): void {
  for (const tier of linting.policy.tiers.values()) {
    for (const { id, carryOver } of tier.allowances) {
      if (carryOver === 'none') continue;
      const message = `unused ${id} are not carried over: each period begins with the whole number`;
      linting.say('warning', 'carry-over', ['tiers', tier.id, 'allowances', id], message, 'write carryOver: none');
    }
  }
}
