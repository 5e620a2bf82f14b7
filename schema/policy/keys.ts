// The keys of a part of the language with their meaning, read from its schema.
import type { z } from 'zod';

/** Keys that mean the same everywhere. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  title: 'What people call it',
  name: 'What it is called',
  cites: 'Clauses of the source that say so',
  when: 'Holds only while this condition does',
  clock: 'The calendar that it runs on',
  within: 'How long',
  contact: 'Whom to reach: a contact of the policy',
  contacts: 'Whom to reach: contacts of the policy',
  email: 'E-mail address',
  phone: 'Telephone number',
  video: 'Video address',
  url: 'Web address',
  region: "The contract's region that it is for",
  roles: 'The same as role',
  revision: 'Its revision',
  date: 'Its date',
  text: 'What is said',
  links: 'Links: an address, or { title, url }',
  id: 'Its name',
  recipients: 'Who gets it',
  priority: 'Its priority',
  type: 'choice, checkbox, text, number, date or multiple; told from the values where it is left out',
  after: 'What comes before it',
  to: 'Where it goes; of a field: one of these values',
  on: 'What happens',
  channel: 'Only by this channel',
  field: 'A field is set',
  outcome: 'With this outcome',
  duties: 'Duties that it asks for',
  verdict: 'approved, emergency, not_approved or unrestricted',
  product: 'Product that it is about',
  level: 'Level that it belongs to',
  step: 'The name of the step',
  items: 'Item to title, or to { title, optional, field }',
  per: 'Period: month, quarter, year',
  optional: 'Not counted as missing',
  fallback: 'The contact where that one cannot be reached, or { contact, when }',
  fallbackWhen: 'When the fallback is taken',
  tag: 'A tag that the ticket carries',
  handOff: 'The levels it may be handed to: a level, or { to, after, when, atOnceWhen }',
  do: 'What to do',
  zendesk: 'Its name in Zendesk',
  amount: 'What it costs; the same as fee',
  included: 'Whether it is included',
  limited: 'Limited support only',
  sets: 'Field that takes the outcome',
  allowed: 'The channels that there are; of one channel: whether it is',
};

/** First-level keys of a schema, through unions, lists and maps, each with its meaning. */
export function keysOf(schema: z.ZodType): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const shape of shapesOf(schema)) {
    for (const [key, value] of Object.entries(shape)) {
      const said = descriptionOf(value as z.ZodType) ?? EVERYWHERE[key];
      if (!keys.has(key) || keys.get(key) === '') keys.set(key, said ?? '');
    }
  }
  return keys;
}

type Def = {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly out?: z.ZodType;
};
const defOf = (schema: z.ZodType): Def => schema.def as unknown as Def;

function shapesOf(schema: z.ZodType): readonly Readonly<Record<string, z.ZodType>>[] {
  const def = defOf(schema);
  switch (def.type) {
    case 'object':
      return def.shape === undefined ? [] : [def.shape];
    case 'union':
      return (def.options ?? []).flatMap(shapesOf);
    case 'array':
      return def.element === undefined ? [] : shapesOf(def.element);
    case 'record':
      return def.valueType === undefined ? [] : shapesOf(def.valueType);
    case 'optional':
    case 'nullable':
      return def.innerType === undefined ? [] : shapesOf(def.innerType);
    default:
      return [];
  }
}

function descriptionOf(schema: z.ZodType): string | undefined {
  const said = schema.description;
  if (said !== undefined) return said;
  const inner = defOf(schema).innerType;
  return inner === undefined ? undefined : descriptionOf(inner);
}
