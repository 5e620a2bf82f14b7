// A policy text checked, as plain data: what another thread can hand over.
import type { PolicyText } from '#schema/policy.ts';
import { checkPolicy } from '#core/policy/check.ts';
import type { HolidaySource } from '#core/policy/holidays.ts';
import type { Problem } from '#core/policy/problem.ts';

export interface CheckedText {
  /** Null where the text has faults. */
  readonly policy: { readonly id: string; readonly title: string; readonly document: PolicyText } | null;
  readonly problems: readonly Problem[];
}

/** Reads, compiles and lints a text. `today` is a local date, YYYY-MM-DD. Never throws, whatever the text. */
export function checkPolicyText(text: string, holidays: HolidaySource, today: string): CheckedText {
  const { compiled, document, problems } = checkPolicy(text, { holidays, version: 0, today });
  if (compiled === null || document === null) return { policy: null, problems };
  return { policy: { id: compiled.policy.id, title: compiled.policy.title, document: document.text }, problems };
}
