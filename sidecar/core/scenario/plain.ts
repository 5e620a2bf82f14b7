// Values as YAML gives them, whatever their place means.
import type { Plain } from '#schema/scenario.ts';

export type { Plain } from '#schema/scenario.ts';
export type PlainMap = { readonly [key: string]: Plain };

export function isMap(value: Plain | undefined): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Null: there is nothing. */
export function text(value: Plain | undefined): string | null {
  return value === undefined || value === null ? null : String(value);
}

/** One or several, as texts; none where there is nothing. */
export function strings(value: Plain | undefined): string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}
