// Values of Zendesk's ticket fields in the policy's words.
import type { Field, Policy } from '#core/policy/policy.ts';
import type { FieldValue } from './facts.ts';
import type { ZendeskField } from './zendesk-ticket.ts';

/** Number of the account's ticket field → field of the policy. */
export type FieldsByNumber = ReadonlyMap<string, Field>;

/** Finds the policy's fields in the account: by number where the name is a number, else by the exact title. */
export function fieldsByNumber(policy: Policy, fields: readonly ZendeskField[]): FieldsByNumber {
  const found = new Map<string, Field>();
  for (const field of policy.fields.values()) {
    const match = /^\d+$/.test(field.zendesk)
      ? field.zendesk
      : (fields.find(({ title, active }) => active && title === field.zendesk)?.id ??
        fields.find(({ title }) => title === field.zendesk)?.id);
    if (match !== undefined) found.set(match, field);
  }
  return found;
}

/** Zendesk's value in the policy's words; null: not set, or not readable as this type. */
export function fieldValue(field: Field, value: FieldValue): FieldValue {
  if (value === null || value === '') return null;
  switch (field.type) {
    case 'choice':
      return choice(field, value);
    case 'multiple':
      return list(value).map((each) => choice(field, each) ?? each);
    case 'checkbox':
      return value === true || value === 1 || value === '1' || value === 'true' || value === 't';
    case 'number': {
      const number = Number(value);
      return Number.isFinite(number) ? number : null;
    }
    case 'date':
    case 'text':
      return String(value);
  }
}

/** The policy's id of an option's value; a value that the policy does not name stays as it is. */
function choice(field: Field, value: FieldValue): string {
  const text = String(value);
  return field.values.find(({ zendesk }) => zendesk === text)?.id ?? text;
}

function list(value: FieldValue): readonly string[] {
  if (Array.isArray(value)) return value as readonly string[];
  return String(value)
    .split(/[\s,]+/)
    .filter((each) => each !== '');
}

/** Equal as values: lists in order, everything else by identity. */
export function sameValue(one: FieldValue, other: FieldValue): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each, index) => each === other[index]);
  }
  return one === other;
}
