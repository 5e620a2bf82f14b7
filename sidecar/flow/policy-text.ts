/** Policy texts read and checked, as plain data: what another thread can hand over. */
import type { PolicyText } from '#schema/policy.ts';
import { checkDocument } from '#core/policy/check.ts';
import type { ClauseCover } from '#core/policy/clauses.ts';
import { countriesOf, type HolidaySource } from '#core/policy/holidays.ts';
import type { Problem } from '#core/policy/problem.ts';
import { readPolicy } from '#core/policy/read.ts';
import { refuseEarly } from '#core/policy/scan.ts';
import { freezeHolidays, frozenHolidays } from './frozen-holidays.ts';

export interface CheckedText {
  /** Null where the text has faults. `frozen`: the holidays round today, as they are kept with a publication. */
  readonly policy: { readonly id: string; readonly title: string; readonly frozen: string } | null;
  readonly problems: readonly Problem[];
  readonly cover: readonly ClauseCover[];
}

export interface ReadText {
  /** Null where the shape is wrong. */
  readonly document: PolicyText | null;
  readonly problems: readonly Problem[];
}

/** What is refused before anything reads the text whole; null: it may be read. */
export function refusedEarly(text: string): Problem | null {
  return refuseEarly(text, 'policy');
}

/** Where policy texts are read: in this thread, or in one whose work stalls nobody. */
export interface PolicyReader {
  /** Reads, compiles and lints. `today` is a local date; `frozen`: the holidays of a published version, null: today's. */
  readonly check: (text: string, today: string, frozen: string | null) => Promise<CheckedText>;
  /** Reads the shape only. */
  readonly read: (text: string) => Promise<ReadText>;
}

/** Reads in this thread. `load` is asked where a text takes public holidays; the library is large. */
export function createReader(load: () => Promise<HolidaySource>): PolicyReader {
  return {
    async check(text, today, frozen) {
      const read = readPolicy(text);
      if (read.kind === 'faults') return { policy: null, problems: read.problems, cover: [] };
      const { document, problems: notes } = read;
      const holidays = await sourceFor(document.text, frozen, load);
      const { compiled, problems, cover } = checkDocument(document, notes, { holidays, version: 0, today });
      if (compiled === null) return { policy: null, problems, cover };
      const { id, title } = compiled.policy;
      const kept = frozen ?? freezeHolidays(document.text, holidays, Number(today.slice(0, 4)));
      return { policy: { id, title, frozen: kept }, problems, cover };
    },
    async read(text) {
      const read = readPolicy(text);
      return { document: read.kind === 'ok' ? read.document.text : null, problems: read.problems };
    },
  };
}

async function sourceFor(
  text: PolicyText,
  frozen: string | null,
  load: () => Promise<HolidaySource>,
): Promise<HolidaySource> {
  if (frozen !== null) return frozenHolidays(frozen);
  return countriesOf(text).length === 0 ? () => null : load();
}
