// Triggers and their categories.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Account } from '../account.ts';
import { idOf, queryOf } from '../http/server.ts';
import type { Trigger } from '../records.ts';
import { invalid, invalidAttribute, plain, recordNotFound } from '../refusal.ts';
import { triggerJson } from '../serialize-settings.ts';
import { conditionFault } from '../triggers/conditions.ts';
import { actionFault } from '../triggers/engine.ts';
import { isTemplate } from '../triggers/placeholders.ts';
import { pageOf } from './paging.ts';

const condition = z.object({ field: z.string(), operator: z.string(), value: z.unknown().optional() });
const triggerInput = z.object({
  title: z.string().optional(),
  active: z.boolean().optional(),
  position: z.number().int().optional(),
  category_id: z.string().nullish(),
  description: z.string().nullish(),
  conditions: z.object({ all: z.array(condition).optional(), any: z.array(condition).optional() }).optional(),
  actions: z.array(z.object({ field: z.string(), value: z.unknown() })).optional(),
});
type TriggerInput = z.infer<typeof triggerInput>;

const read = { config: { resource: 'triggers' } };
const write = { config: { resource: 'triggers', access: 'admin' as const } };

/** Mounts the routes. */
export function triggerRoutes(server: FastifyInstance, account: Account): void {
  const { state } = account;
  const ordered = () => [...state.triggers.values()].sort((a, b) => a.position - b.position);
  const show = (trigger: Trigger) => triggerJson(state, trigger);

  server.get('/api/v2/triggers', read, async (request) => {
    const active = queryOf(request).active;
    const rows = ordered().filter((trigger) => active === undefined || String(trigger.active) === active);
    return pageOf(request, 'triggers', rows, show, true);
  });
  server.get('/api/v2/triggers/active', read, async (request) =>
    pageOf(
      request,
      'triggers',
      ordered().filter((trigger) => trigger.active),
      show,
      true,
    ),
  );
  server.get('/api/v2/triggers/:id', read, async (request) => {
    const trigger = state.triggers.get(idOf(request));
    if (!trigger) throw recordNotFound();
    return { trigger: show(trigger) };
  });
  server.post('/api/v2/triggers', write, async (request, reply) => {
    const now = account.clock.now();
    const blank: Trigger = {
      id: state.nextId(),
      title: '',
      active: true,
      position: Math.max(0, ...ordered().map((trigger) => trigger.position)) + 1,
      categoryId: state.triggerCategories[0]?.id ?? null,
      description: null,
      conditions: { all: [], any: [] },
      actions: [],
      createdAt: now,
      updatedAt: now,
    };
    const trigger = changed(account, blank, readTrigger(request.body));
    state.triggers.set(trigger.id, trigger);
    return reply.code(201).send({ trigger: show(trigger) });
  });
  server.put('/api/v2/triggers/:id', write, async (request) => {
    const old = state.triggers.get(idOf(request));
    if (!old) throw recordNotFound();
    const trigger = changed(account, old, readTrigger(request.body));
    state.triggers.set(trigger.id, { ...trigger, updatedAt: account.clock.now() });
    return { trigger: show(trigger) };
  });
  server.delete('/api/v2/triggers/:id', write, async (request, reply) => {
    if (!state.triggers.delete(idOf(request))) throw recordNotFound();
    return reply.code(204).send();
  });
  server.get('/api/v2/trigger_categories', read, async (request) =>
    pageOf(request, 'trigger_categories', state.triggerCategories, (category) => category),
  );
}

function readTrigger(body: unknown): TriggerInput {
  const given = (body as { trigger?: unknown } | undefined)?.trigger;
  if (given === undefined) throw plain(400, 'MissingParameter', 'Parameter trigger is required');
  const checked = triggerInput.safeParse(given);
  if (!checked.success)
    throw invalidAttribute(
      checked.error.issues[0]?.path.join('.') ?? 'trigger',
      checked.error.issues[0]?.message ?? '',
    );
  return checked.data;
}

/** The trigger after a write: both lists of conditions are replaced as soon as one is sent. */
function changed(account: Account, old: Trigger, given: TriggerInput): Trigger {
  const { state } = account;
  const trigger: Trigger = {
    ...old,
    title: given.title ?? old.title,
    active: given.active ?? old.active,
    position: given.position ?? old.position,
    categoryId: given.category_id === undefined ? old.categoryId : given.category_id,
    description: given.description === undefined ? old.description : given.description,
    conditions: given.conditions
      ? { all: given.conditions.all ?? [], any: given.conditions.any ?? [] }
      : old.conditions,
    actions: given.actions ?? old.actions,
  };
  if (trigger.title.trim() === '') throw invalid('title', 'Title: cannot be blank', 'BlankValue');
  if (trigger.categoryId !== null && !state.triggerCategories.some((category) => category.id === trigger.categoryId)) {
    throw invalid('category_id', 'Category: is invalid');
  }
  const conditions = [...trigger.conditions.all, ...trigger.conditions.any];
  if (conditions.length === 0)
    throw invalid('base', 'Conditions: must contain at least one condition', 'InvalidTrigger');
  if (trigger.actions.length === 0)
    throw invalid('base', 'Actions: must contain at least one action', 'InvalidTrigger');
  for (const one of conditions) {
    const fault = conditionFault(state, one);
    if (fault) throw invalid('base', `Conditions: ${fault}`, 'InvalidTrigger');
  }
  for (const action of trigger.actions) {
    const fault = actionFault(state, action) ?? templateFault(action.value);
    if (fault) throw invalid('base', `Actions: ${fault}`, 'InvalidTrigger');
  }
  return trigger;
}

function templateFault(value: unknown): string | null {
  const texts = Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : [];
  return texts.every(isTemplate) ? null : 'placeholders cannot be read';
}
