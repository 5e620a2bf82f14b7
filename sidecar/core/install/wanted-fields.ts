// The ticket fields that policies ask about, one for each of Zendesk's, with the choices of all policies together.
import type { Field, Policy } from '#core/policy/policy.ts';
import type { FieldOption, FieldType, WantedField } from './account.ts';

const TYPES: Readonly<Record<Field['type'], FieldType>> = {
  choice: 'tagger',
  multiple: 'multiselect',
  checkbox: 'checkbox',
  number: 'decimal',
  date: 'date',
  text: 'text',
};

/** By name. Two policies that name one field share it: the first one's type and words stand. */
export function wantedFields(policies: readonly Policy[]): readonly WantedField[] {
  const wanted = new Map<string, WantedField>();
  for (const policy of policies) {
    for (const field of policy.fields.values()) {
      const before = wanted.get(field.zendesk);
      wanted.set(field.zendesk, {
        name: field.zendesk,
        description: before?.description ?? field.title,
        type: before?.type ?? TYPES[field.type],
        options: merged(before?.options ?? [], optionsOf(field)),
        policies: [...(before?.policies ?? []), policy.id],
      });
    }
  }
  return [...wanted.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function optionsOf(field: Field): readonly FieldOption[] {
  if (field.type !== 'choice' && field.type !== 'multiple') return [];
  return field.values.map(({ title, zendesk }) => ({ name: title, value: zendesk }));
}

function merged(known: readonly FieldOption[], more: readonly FieldOption[]): readonly FieldOption[] {
  const values = new Set(known.map(({ value }) => value));
  return [...known, ...more.filter(({ value }) => !values.has(value))];
}
