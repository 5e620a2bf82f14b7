/**
 * The single values of a webhook's body, each undefined where it does not fit: Zendesk's placeholders are blank where there is
 * nothing, and cannot be told from text. Written by hand, because it is done for each delivery: a schema takes five times as long.
 */
import { wordOf } from './ticket-words.ts';

/** A JSON object. */
export type Said = Readonly<Record<string, unknown>>;

export type WebhookFieldValue = string | number | boolean | null | readonly string[];

export function isRecord(value: unknown): value is Said {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const ID = /^[1-9]\d{0,18}$/;

/** A Zendesk id: digits as text, at most 19 of them (64 bits), without leading zeros. */
export function idOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  return ID.test(text) ? text : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function truthOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = wordOf(value, ['true', 'false']);
  return word === undefined ? undefined : word === 'true';
}

const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Epoch ms of RFC 3339, also without seconds, as `updated_at_with_timestamp` renders. */
export function instantOf(value: unknown): number | undefined {
  const parts = typeof value === 'string' ? INSTANT.exec(value.trim()) : null;
  if (parts === null) return undefined;
  const ms = Date.parse(`${parts[1] ?? ''}${parts[2] ?? ':00'}${parts[3] ?? ''}`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Whether an instant was given to the second: without seconds it may be any of its minute. */
export function namesSecond(value: unknown): boolean {
  return typeof value === 'string' && INSTANT.exec(value.trim())?.[2] !== undefined;
}

/** Words between blanks, or a list. */
export function tagsOf(value: unknown): readonly string[] | undefined {
  const tags = typeof value === 'string' ? value.split(/\s+/) : value;
  return isTexts(tags) ? tags.filter((tag) => tag !== '') : undefined;
}

/** All of them, or none where one of them is no value of a field. */
export function fieldsOf(value: unknown): Readonly<Record<string, WebhookFieldValue>> | undefined {
  return isRecord(value) && hasFieldValues(value) ? value : undefined;
}

function hasFieldValues(said: Said): said is Readonly<Record<string, WebhookFieldValue>> {
  return Object.values(said).every((value) => typeof value !== 'object' || value === null || isTexts(value));
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
