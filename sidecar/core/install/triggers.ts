// Our two triggers: who is called, when, with what; and what others send to our webhook.
import {
  seenField,
  type SeenAccount,
  type SeenTrigger,
  type SeenWebhook,
  type Trigger,
  type TriggerAction,
  type TriggerCondition,
  type WantedField,
} from './account.ts';
import type { Change } from './change.ts';
import { webhookBody } from './webhook-body.ts';

const OURS = [
  { title: 'Tierline: ticket created', type: 'Create', event: 'ticket.created' },
  { title: 'Tierline: ticket updated', type: 'Change', event: 'ticket.updated' },
] as const;
const CALL = 'notification_webhook';

interface TriggerChanges {
  readonly changes: readonly Change[];
  readonly leftovers: readonly string[];
}

/** People's own conditions and actions on our triggers stay; only what is missing or different of ours is put. */
export function triggerChanges(
  fields: readonly WantedField[],
  webhook: SeenWebhook | null,
  seen: SeenAccount,
): TriggerChanges {
  const changes = OURS.flatMap(({ title, type, event }): Change[] => {
    const conditions: readonly TriggerCondition[] = [
      { field: 'update_type', operator: 'is', value: type },
      // Else every write of ours would call us again.
      { field: 'current_user_id', operator: 'is_not', value: seen.ownUserId },
    ];
    const call: TriggerAction = {
      field: CALL,
      value: [webhook?.id ?? null, webhookBody(event, choices(fields, seen))],
    };
    const found = seen.triggers.find((trigger) => trigger.title === title);
    if (found === undefined)
      return [{ kind: 'create_trigger', trigger: { title, active: true, all: conditions, any: [], actions: [call] } }];
    return triggerUpdate(found, conditions, call);
  });
  const leftovers = seen.triggers
    .filter(
      ({ title, actions }) =>
        !OURS.some((one) => one.title === title) &&
        webhook !== null &&
        actions.some((action) => calls(action, webhook.id)),
    )
    .map(({ title }) => `trigger "${title}" calls the webhook too; switch it off in Zendesk where nobody needs it`);
  return { changes, leftovers };
}

/** Only options are tags, so only they stand in a JSON body without being escaped. */
function choices(fields: readonly WantedField[], seen: SeenAccount): readonly { name: string; id: string }[] {
  return fields.flatMap(({ name, type }) => {
    const found = type === 'tagger' ? seenField(name, seen.fields) : null;
    return found === null ? [] : [{ name, id: found.id }];
  });
}

function triggerUpdate(found: SeenTrigger, conditions: readonly TriggerCondition[], call: TriggerAction): Change[] {
  const differs: string[] = [];
  const missing = conditions.filter((one) => !found.all.some((other) => sameCondition(one, other)));
  differs.push(...missing.map(({ field, operator, value }) => `condition += ${field} ${operator} ${String(value)}`));
  if (!found.active) differs.push('inactive → active');
  const own = found.actions.find(({ field }) => field === CALL);
  const isSame = own !== undefined && flat(own.value) === flat(call.value);
  if (!isSame) differs.push(own === undefined ? 'calls the webhook' : 'the body it sends');
  if (differs.length === 0) return [];
  // Whom else a trigger passes over is people's choice; when it runs is ours.
  const replaced = (one: TriggerCondition): boolean =>
    one.field === 'update_type' && missing.some(({ field }) => field === one.field);
  const kept = found.all.filter((one) => !replaced(one));
  const trigger: Trigger = {
    title: found.title,
    active: true,
    all: [...kept, ...missing],
    any: found.any,
    actions: isSame ? found.actions : [...found.actions.filter((action) => action !== own), call],
  };
  return [{ kind: 'update_trigger', id: found.id, trigger, differs }];
}

const sameCondition = (one: TriggerCondition, other: TriggerCondition): boolean =>
  one.field === other.field && one.operator === other.operator && String(one.value) === String(other.value);

/** Zendesk may keep line ends in its own way. */
const flat = (value: unknown): string => JSON.stringify(value).replace(/(\\r|\\n|\s)+/g, ' ');

function calls(action: TriggerAction, webhookId: string): boolean {
  return action.field === CALL && Array.isArray(action.value) && action.value[0] === webhookId;
}

/** A trigger that calls nobody yet: its webhook must be made first. */
export function waitsForWebhook({ actions }: Trigger): boolean {
  return actions.some(({ field, value }) => field === CALL && Array.isArray(value) && value[0] === null);
}
