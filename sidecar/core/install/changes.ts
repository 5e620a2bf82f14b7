// What an account lacks: wanted minus seen, as changes that can be made one by one. Nothing is ever deleted.
import {
  seenField,
  WEBHOOK_NAME,
  type SeenAccount,
  type SeenField,
  type SeenWebhook,
  type WantedField,
  type Webhook,
} from './account.ts';
import type { AccountPlan, Change, Wanted } from './change.ts';
import { triggerChanges } from './triggers.ts';

/** The plan for an account as it is now. After its changes are made, the plan of the account is empty. */
export function planAccount(wanted: Wanted, seen: SeenAccount): AccountPlan {
  const problems: string[] = [];
  const changes: Change[] = wanted.fields.flatMap((field) => fieldChanges(field, seen.fields, problems));
  const webhook = ownWebhook(wanted.endpoint, seen.webhooks);
  changes.push(...webhookChanges(wanted.endpoint, webhook, problems));
  const found = triggerChanges(wanted.fields, webhook, seen);
  return { changes: [...changes, ...found.changes], problems, leftovers: found.leftovers };
}

/** Types that may stand for a wanted one. */
const ALIKE: Readonly<Record<WantedField['type'], readonly string[]>> = {
  tagger: ['tagger'],
  multiselect: ['multiselect'],
  checkbox: ['checkbox'],
  decimal: ['decimal', 'integer'],
  date: ['date'],
  text: ['text', 'textarea', 'regexp'],
};

function fieldChanges(wanted: WantedField, fields: readonly SeenField[], problems: string[]): Change[] {
  const seen = seenField(wanted.name, fields);
  const where = `ticket field "${wanted.name}" (${wanted.policies.join(', ')})`;
  if (seen === null) {
    if (!/^\d+$/.test(wanted.name)) {
      noteClashes(wanted, null, fields, problems);
      return [{ kind: 'create_field', field: wanted }];
    }
    problems.push(`${where}: the account has no field of that number; correct \`zendesk:\` in the policy`);
    return [];
  }
  if (!ALIKE[wanted.type].includes(seen.type)) {
    problems.push(
      `${where}: it is of type ${seen.type}, the policy needs ${wanted.type}, and Zendesk changes no type; name another field`,
    );
    return [];
  }
  const changes: Change[] = seen.active ? [] : [{ kind: 'activate_field', field: seen }];
  const missing = wanted.options.filter(({ value }) => !seen.options.some((option) => option.value === value));
  if (missing.length === 0) return changes;
  noteClashes({ ...wanted, options: missing }, seen, fields, problems);
  const options = [...seen.options, ...missing.map((option) => ({ ...option, id: null }))];
  return [...changes, { kind: 'add_options', field: seen, options, added: missing.map(({ value }) => value) }];
}

/** An option's value is a tag, so it may stand in one field only; Zendesk does not check that. */
function noteClashes(
  wanted: WantedField,
  own: SeenField | null,
  fields: readonly SeenField[],
  problems: string[],
): void {
  for (const { value } of wanted.options) {
    const other = fields.find((field) => field !== own && field.options.some((option) => option.value === value));
    if (other !== undefined)
      problems.push(
        `ticket field "${wanted.name}": its option ${value} is one of "${other.title}" too, and a tag can mean one of them only; write \`zendesk:\` beside the value`,
      );
  }
}

/** Ours by its name, else by where it sends to. */
export function ownWebhook(endpoint: string | null, webhooks: readonly SeenWebhook[]): SeenWebhook | null {
  const named = webhooks.filter(({ name }) => name === WEBHOOK_NAME);
  return (
    named.find((one) => one.endpoint === endpoint) ??
    named[0] ??
    webhooks.find((one) => one.endpoint === endpoint) ??
    null
  );
}

function webhookChanges(endpoint: string | null, seen: SeenWebhook | null, problems: string[]): Change[] {
  const target = endpoint ?? seen?.endpoint ?? null;
  if (target === null) {
    problems.push(
      'webhook: nobody said where Zendesk reaches the sidecar; give --endpoint https://HOST/webhooks/zendesk',
    );
    return [];
  }
  const wanted: Webhook = {
    name: seen?.name ?? WEBHOOK_NAME,
    endpoint: target,
    status: 'active',
    method: 'POST',
    format: 'json',
    subscriptions: ['conditional_ticket_events'],
  };
  if (seen === null) return [{ kind: 'create_webhook', webhook: wanted }];
  if (!seen.subscriptions.includes('conditional_ticket_events')) {
    problems.push(
      `webhook "${seen.name}": it is connected to events, not to triggers, and Zendesk cannot change that; rename it, and a new one is made`,
    );
    return [];
  }
  const differs = (['endpoint', 'status', 'method', 'format'] as const)
    .filter((key) => seen[key] !== wanted[key])
    .map((key) => `${key} ${seen[key]} → ${wanted[key]}`);
  return differs.length === 0 ? [] : [{ kind: 'update_webhook', id: seen.id, webhook: wanted, differs }];
}
