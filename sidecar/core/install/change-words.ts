// A change of the account as a line of the plan: `+` is added, `~` is changed, `-` is left over.
import type { AccountPlan, Change } from './change.ts';

export interface PlanLine {
  readonly sign: '+' | '~' | '-';
  readonly what: string;
  readonly detail: string;
}

/** One line a change, in the order in which they are made; leftovers last. */
export function planLines({ changes, leftovers }: AccountPlan): readonly PlanLine[] {
  return [...changes.map(changeLine), ...leftovers.map((text): PlanLine => ({ sign: '-', what: text, detail: '' }))];
}

export function changeLine(change: Change): PlanLine {
  switch (change.kind) {
    case 'create_field': {
      const { name, type, options } = change.field;
      const values = options.length === 0 ? '' : `, options ${options.map(({ value }) => value).join(', ')}`;
      return { sign: '+', what: `ticket field "${name}"`, detail: `${type}${values}` };
    }
    case 'add_options':
      return {
        sign: '~',
        what: `ticket field "${change.field.title}"`,
        detail: `options += ${change.added.join(', ')}`,
      };
    case 'activate_field':
      return { sign: '~', what: `ticket field "${change.field.title}"`, detail: 'inactive → active' };
    case 'create_webhook':
      return { sign: '+', what: `webhook "${change.webhook.name}"`, detail: `to ${change.webhook.endpoint}` };
    case 'update_webhook':
      return { sign: '~', what: `webhook "${change.webhook.name}"`, detail: change.differs.join(', ') };
    case 'create_trigger':
      return { sign: '+', what: `trigger "${change.trigger.title}"`, detail: conditionsOf(change.trigger.all) };
    case 'update_trigger':
      return { sign: '~', what: `trigger "${change.trigger.title}"`, detail: change.differs.join(', ') };
  }
}

function conditionsOf(all: readonly { field: string; operator: string; value: unknown }[]): string {
  return all.map(({ field, operator, value }) => `${field} ${operator} ${String(value)}`).join(' and ');
}

/** `2 to add, 1 to change, 0 left over`. */
export function planCount(plan: AccountPlan): string {
  const lines = planLines(plan);
  const of = (sign: PlanLine['sign']): string => String(lines.filter((line) => line.sign === sign).length);
  return `${of('+')} to add, ${of('~')} to change, ${of('-')} left over`;
}
