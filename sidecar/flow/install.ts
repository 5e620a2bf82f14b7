/** Setting an account up: look, plan, make the changes of one stage, look again. Safe to repeat after any stop. */
import type { SeenAccount } from '#core/install/account.ts';
import type { AccountPlan, Change, Wanted } from '#core/install/change.ts';
import { planAccount } from '#core/install/changes.ts';
import { waitsForWebhook } from '#core/install/triggers.ts';
import type { Delivered, DeliveryFailure } from './ports/failures.ts';
import type { AccountAdmin } from './ports/installation.ts';

export type Installed =
  | { readonly kind: 'done'; readonly made: readonly Change[]; readonly seen: SeenAccount }
  /** What was made stays made; the same command goes on from there. */
  | {
      readonly kind: 'stopped';
      readonly made: readonly Change[];
      readonly at: Change | null;
      readonly failure: DeliveryFailure;
    }
  | { readonly kind: 'blocked'; readonly problems: readonly string[] };

/** What the account lacks. Nothing is written. */
export async function planInstallation(
  wanted: Wanted,
  admin: AccountAdmin,
): Promise<Delivered<{ readonly plan: AccountPlan; readonly seen: SeenAccount }>> {
  const seen = await admin.read();
  return seen.ok ? { ok: true, value: { plan: planAccount(wanted, seen.value), seen: seen.value } } : seen;
}

/** Fields, webhook, triggers: each stage needs numbers that the one before makes. One look more than stages finds nothing left. */
const MOST_LOOKS = 5;

/** Makes every change; `told` hears of each as it is made. Creations cannot be repeated safely, so each follows a fresh look. */
export async function install(wanted: Wanted, admin: AccountAdmin, told: (change: Change) => void): Promise<Installed> {
  const made: Change[] = [];
  for (let look = 1; look <= MOST_LOOKS; look += 1) {
    const found = await planInstallation(wanted, admin);
    if (!found.ok) return { kind: 'stopped', made, at: null, failure: found.failure };
    const { plan, seen } = found.value;
    if (plan.problems.length > 0) return { kind: 'blocked', problems: plan.problems };
    const stage = nextStage(plan.changes);
    if (stage.length === 0) return { kind: 'done', made, seen };
    for (const change of stage) {
      const answer = await make(change, admin);
      if (!answer.ok) return { kind: 'stopped', made, at: change, failure: answer.failure };
      made.push(change);
      told(change);
    }
  }
  return {
    kind: 'blocked',
    problems: ['Zendesk does not keep what it was given: compare `tierline zendesk plan` with the account'],
  };
}

function nextStage(changes: readonly Change[]): readonly Change[] {
  const fields = changes.filter(({ kind }) => kind.endsWith('_field') || kind === 'add_options');
  if (fields.length > 0) return fields;
  const webhooks = changes.filter(({ kind }) => kind.endsWith('_webhook'));
  if (webhooks.length > 0) return webhooks;
  return changes.filter((change) => 'trigger' in change && !waitsForWebhook(change.trigger));
}

function make(change: Change, admin: AccountAdmin): Promise<Delivered<null>> {
  switch (change.kind) {
    case 'create_field':
      return admin.createField(change.field);
    case 'add_options':
      return admin.setOptions(change.field, change.options);
    case 'activate_field':
      return admin.activateField(change.field);
    case 'create_webhook':
      return admin.createWebhook(change.webhook);
    case 'update_webhook':
      return admin.updateWebhook(change.id, change.webhook);
    case 'create_trigger':
      return admin.createTrigger(change.trigger);
    case 'update_trigger':
      return admin.updateTrigger(change.id, change.trigger);
  }
}
