/** The parts of Zendesk's settings that an installation reads, checked. */
import { z } from 'zod';
import type { SeenField, SeenTrigger, SeenWebhook } from '#core/install/account.ts';
import { idShape } from './shapes.ts';

const paging = {
  meta: z.object({ has_more: z.boolean() }).nullish(),
  links: z.object({ next: z.string().nullish() }).nullish(),
  next_page: z.string().nullish(),
};

const option = z.object({ id: idShape.nullish(), name: z.string(), raw_name: z.string().nullish(), value: z.string() });
const field = z.object({
  id: idShape,
  title: z.string(),
  raw_title: z.string().nullish(),
  type: z.string(),
  active: z.boolean().nullish(),
  custom_field_options: z.array(option).nullish(),
});
const webhook = z.object({
  id: z.string().min(1),
  name: z.string(),
  endpoint: z.string(),
  status: z.enum(['active', 'inactive']),
  http_method: z.string(),
  request_format: z.string(),
  subscriptions: z.array(z.string()).nullish(),
});
const condition = z.object({ field: z.string(), operator: z.string(), value: z.unknown().optional() });
const trigger = z.object({
  id: idShape,
  title: z.string(),
  active: z.boolean().nullish(),
  conditions: z.object({ all: z.array(condition).nullish(), any: z.array(condition).nullish() }).nullish(),
  actions: z.array(z.object({ field: z.string(), value: z.unknown() })).nullish(),
});

export const ownUserAnswer = z.object({ user: z.object({ id: idShape.nullish().transform((id) => id ?? null) }) });
export const fieldsAnswer = z.object({ ticket_fields: z.array(field), ...paging });
export const webhooksAnswer = z.object({ webhooks: z.array(webhook), ...paging });
export const triggersAnswer = z.object({ triggers: z.array(trigger), ...paging });
export const categoriesAnswer = z.object({ trigger_categories: z.array(z.object({ id: idShape })) });
export const signingSecretAnswer = z.object({ signing_secret: z.object({ secret: z.string().min(1) }) });
export const appAnswer = z.object({ version: z.string().nullish() });
export const installationsAnswer = z.object({
  installations: z.array(
    z
      .object({
        id: idShape,
        app_id: idShape,
        enabled: z.boolean().nullish(),
        settings: z.looseObject({ name: z.string().nullish() }).nullish(),
      })
      .transform(({ id, app_id, enabled, settings }) => ({
        installationId: id,
        appId: app_id,
        enabled: enabled ?? true,
        name: settings?.name ?? '',
      })),
  ),
});

export function toSeenField(raw: z.output<typeof field>): SeenField {
  return {
    id: raw.id,
    title: raw.raw_title ?? raw.title,
    type: raw.type,
    active: raw.active ?? true,
    options: (raw.custom_field_options ?? []).map(({ id, name, raw_name, value }) => ({
      id: id ?? null,
      name: raw_name ?? name,
      value,
    })),
  };
}

export function toSeenWebhook(raw: z.output<typeof webhook>): SeenWebhook {
  const { id, name, endpoint, status, http_method: method, request_format: format } = raw;
  return { id, name, endpoint, status, method, format, subscriptions: raw.subscriptions ?? [] };
}

export function toSeenTrigger(raw: z.output<typeof trigger>): SeenTrigger {
  const words = (list: readonly z.output<typeof condition>[] | null | undefined) =>
    (list ?? []).map(({ field: of, operator, value }) => ({ field: of, operator, value: value ?? null }));
  return {
    id: raw.id,
    title: raw.title,
    active: raw.active ?? true,
    all: words(raw.conditions?.all),
    any: words(raw.conditions?.any),
    actions: raw.actions ?? [],
  };
}
