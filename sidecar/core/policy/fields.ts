// Ticket fields, topics and priorities: what a ticket says of itself.
import { readCondition } from './conditions.ts';
import type { Context } from './context.ts';
import { entries, isMap, titleOf } from './context.ts';
import type { Field, Priority, Topic } from './policy.ts';
import { isCheckbox } from './subjects.ts';

type Value = Field['values'][number];

/** Compiles the ticket fields; `topics` are choices of the field `topic`. */
export function readFields(context: Context): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const [id, written] of entries(context.text.fields)) {
    const path = ['fields', id];
    const map = typeof written === 'string' ? { title: written } : written;
    const values = fieldValues(context, map.values, [...path, 'values']);
    if (id === topicFieldOf(context)) values.push(...topicValues(context, values));
    const type =
      map.type ?? (isCheckbox(values.map((value) => value.id)) ? 'checkbox' : values.length > 0 ? 'choice' : 'text');
    fields.set(id, {
      id,
      title: map.title ?? titleOf(id),
      zendesk: map.zendesk ?? id,
      type,
      values,
      cites: context.cites(map.cites, path),
    });
  }
  const topics = topicFieldOf(context);
  if (topics !== null && !fields.has(topics)) {
    fields.set(topics, {
      id: topics,
      title: titleOf(topics),
      zendesk: topics,
      type: 'choice',
      values: topicValues(context, []),
      cites: [],
    });
  }
  return fields;
}

/** The field whose choices are the topics: `topic`, where there are topics or a field of that name. */
export function topicFieldOf(context: Context): string | null {
  if (context.text.topics !== undefined || Object.hasOwn(context.text.fields ?? {}, 'topic')) return 'topic';
  const levelled = entries(context.text.fields).find(
    ([, field]) =>
      isMap(field) &&
      isMap(field.values) &&
      Object.values(field.values).some(
        (value) => isMap(value) && (value['level'] !== undefined || value['product'] !== undefined),
      ),
  );
  return levelled?.[0] ?? null;
}

type WrittenValues = Exclude<NonNullable<Context['text']['fields']>[string], string>['values'];
function fieldValues(context: Context, written: WrittenValues, path: readonly (string | number)[]): Value[] {
  if (written === undefined) return [];
  const none = { level: null, product: null, cites: [] };
  if (Array.isArray(written)) return written.map((id) => ({ id, title: titleOf(id), zendesk: id, ...none }));
  return entries(written).map(([id, value]): Value => {
    if (typeof value === 'string') return { id, title: value, zendesk: id, ...none };
    const at = [...path, id];
    if (value.level !== undefined) context.refer('level', value.level, [...at, 'level']);
    return {
      id,
      title: value.title ?? titleOf(id),
      zendesk: value.zendesk ?? id,
      level: value.level ?? null,
      product: value.product ?? null,
      cites: context.cites(value.cites, at),
    };
  });
}

function topicValues(context: Context, known: readonly Value[]): readonly Value[] {
  return entries(context.text.topics)
    .filter(([id]) => !known.some((value) => value.id === id))
    .map(([id, written]) => {
      const map = typeof written === 'string' ? { title: written } : written;
      return {
        id,
        title: map.title ?? titleOf(id),
        zendesk: ('zendesk' in map ? map.zendesk : undefined) ?? id,
        level: map.level ?? null,
        product: map.product ?? null,
        cites: [],
      };
    });
}

/** Topics with their level and product; choices of the topic field that say nothing more are topics too. */
export function readTopics(context: Context, fields: ReadonlyMap<string, Field>): ReadonlyMap<string, Topic> {
  const topics = new Map<string, Topic>();
  const field = topicFieldOf(context);
  for (const value of (field === null ? undefined : fields.get(field)?.values) ?? []) {
    topics.set(value.id, {
      id: value.id,
      title: value.title,
      level: value.level,
      product: value.product,
      cites: value.cites,
    });
  }
  for (const [id, written] of entries(context.text.topics)) {
    const path = ['topics', id];
    const map = typeof written === 'string' ? { title: written } : written;
    if (map.level !== undefined) context.refer('level', map.level, [...path, 'level']);
    if (map.product !== undefined && context.known('product').size > 0)
      context.refer('product', map.product, [...path, 'product']);
    topics.set(id, {
      id,
      title: map.title ?? titleOf(id),
      level: map.level ?? null,
      product: map.product ?? null,
      cites: context.cites(map.cites, path),
    });
  }
  return topics;
}

/** Compiles the priorities in their order. */
export function readPriorities(context: Context): readonly Priority[] {
  return entries(context.text.priorities).map(([id, written]) => {
    const map = typeof written === 'string' ? { title: written } : written;
    const path = ['priorities', id];
    return {
      id,
      title: map.title ?? id,
      zendesk: map.zendesk === undefined || map.zendesk === 'none' ? null : map.zendesk,
      when: readCondition(context, map.when, [...path, 'when']),
      cites: context.cites(map.cites, path),
    };
  });
}
