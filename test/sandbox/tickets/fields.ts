// Custom field values, and the tags that mirror them.
import type { FieldValue, Ticket, TicketField } from '../records.ts';
import { invalid } from '../refusal.ts';
import type { SandboxState } from '../state.ts';

/** Tags as Zendesk keeps them: lower case, split at white space and commas, once each, sorted. */
export function normalizeTags(tags: readonly string[] | string): string[] {
  const words = (typeof tags === 'string' ? [tags] : tags).flatMap((tag) => tag.toLowerCase().split(/[\s,]+/));
  return [...new Set(words.filter((word) => word !== ''))].sort();
}

/** The tags that a field's value stands for. */
export function tagsOfValue(field: TicketField, value: FieldValue): string[] {
  if (field.type === 'tagger') return typeof value === 'string' && value !== '' ? [value] : [];
  if (field.type === 'multiselect') return typeof value === 'object' && value !== null ? [...value] : [];
  if (field.type === 'checkbox') return value === true && field.tag !== null ? [field.tag] : [];
  return [];
}

/** Checks a value against its field. Unknown options of a drop-down are refused, as for agents on the web. */
export function checkFieldValue(field: TicketField, value: unknown): FieldValue {
  if (value === null || value === '') return field.type === 'checkbox' ? false : null;
  const refuse = () =>
    invalid(`${field.id}`, `${field.title}: ${JSON.stringify(value)} is not a valid value`, 'InvalidValue');
  switch (field.type) {
    case 'tagger':
      if (typeof value !== 'string' || !field.options.some((option) => option.value === value)) throw refuse();
      return value;
    case 'multiselect': {
      if (!Array.isArray(value) || !value.every((item): item is string => typeof item === 'string')) throw refuse();
      if (value.some((item) => !field.options.some((option) => option.value === item))) throw refuse();
      return value;
    }
    case 'checkbox':
      if (value === true || value === 'true' || value === 1 || value === '1') return true;
      if (value === false || value === 'false' || value === 0 || value === '0') return false;
      throw refuse();
    case 'integer':
      if (!/^-?\d+$/.test(String(value))) throw refuse();
      return String(value);
    case 'decimal':
      if (!/^-?\d+(\.\d+)?$/.test(String(value))) throw refuse();
      return String(value);
    case 'date':
      if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) throw refuse();
      return value;
    default:
      if (typeof value !== 'string' && typeof value !== 'number') throw refuse();
      return String(value);
  }
}

/** Writes one field into a draft; its tags follow. */
export function setField(state: SandboxState, draft: Ticket, field: TicketField, value: FieldValue): void {
  const old = tagsOfValue(field, draft.fields.get(field.id) ?? null);
  draft.fields.set(field.id, value);
  const still = new Set(fieldTags(state, draft));
  draft.tags = normalizeTags([...draft.tags.filter((tag) => !old.includes(tag) || still.has(tag)), ...still]);
}

/** Writes the tags of a draft; fields whose tag is gone are emptied. */
export function setTags(state: SandboxState, draft: Ticket, tags: readonly string[] | string): void {
  draft.tags = normalizeTags(tags);
  for (const [id, value] of draft.fields) {
    const field = state.ticketFields.get(id);
    if (!field) continue;
    const kept = tagsOfValue(field, value).filter((tag) => draft.tags.includes(tag));
    if (kept.length === tagsOfValue(field, value).length) continue;
    draft.fields.set(id, field.type === 'multiselect' ? kept : field.type === 'checkbox' ? false : null);
  }
}

function fieldTags(state: SandboxState, ticket: Ticket): string[] {
  return [...ticket.fields].flatMap(([id, value]) => {
    const field = state.ticketFields.get(id);
    return field ? tagsOfValue(field, value) : [];
  });
}
