// carry-over: of a whole contract nothing stays over. allowance-period: a period that is not counted is read as a year.
import type { Linting } from './linting.ts';

const PERIODS = new Set(['month', 'quarter', 'year', 'contract']);

export function lintAllowances(linting: Linting): void {
  for (const tier of linting.policy.tiers.values()) {
    for (const { id, per, carryOver } of tier.allowances) {
      const path = ['tiers', tier.id, 'allowances', id];
      if (per === 'contract' && carryOver !== 0) {
        const message = `no ${id} are ever carried over: the whole contract is one period`;
        linting.say('warning', 'carry-over', path, message, 'write carryOver: none, or per: year');
      }
      if (!PERIODS.has(per)) {
        const message = `"${per}" is no period that ${id} are counted in: it is read as a year`;
        linting.say('warning', 'allowance-period', path, message, 'write month, quarter, year or contract');
      }
    }
  }
}
