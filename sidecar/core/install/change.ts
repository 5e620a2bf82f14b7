// One change of an account, and the plan of them.
import type { SeenField, Trigger, WantedField, Webhook } from './account.ts';

export type Change =
  | { readonly kind: 'create_field'; readonly field: WantedField }
  /** `options`: the whole list as it must be sent, what was there first. */
  | {
      readonly kind: 'add_options';
      readonly field: SeenField;
      readonly options: SeenField['options'];
      readonly added: readonly string[];
    }
  | { readonly kind: 'activate_field'; readonly field: SeenField }
  | { readonly kind: 'create_webhook'; readonly webhook: Webhook }
  | {
      readonly kind: 'update_webhook';
      readonly id: string;
      readonly webhook: Webhook;
      readonly differs: readonly string[];
    }
  | { readonly kind: 'create_trigger'; readonly trigger: Trigger }
  | {
      readonly kind: 'update_trigger';
      readonly id: string;
      readonly trigger: Trigger;
      readonly differs: readonly string[];
    };

export interface AccountPlan {
  readonly changes: readonly Change[];
  /** What stands in the way and only a person can mend. */
  readonly problems: readonly string[];
  /** What is there and nobody needs any more: said, never removed. */
  readonly leftovers: readonly string[];
}

export interface Wanted {
  readonly fields: readonly WantedField[];
  /** Null: as the webhook has it that is there already. */
  readonly endpoint: string | null;
}
