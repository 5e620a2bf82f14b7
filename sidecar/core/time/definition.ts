// A calendar in policy form: what people write, as types.
import type { Calendar } from './calendar.ts';

/** `'09:00-17:00'`, `'09:00-12:00, 13:00-17:00'`, or a list of such. `22:00-06:00` runs into the next day; `24:00` is its end. */
export type Windows = string | readonly string[];

/** Keys: `mon` … `sun`, a range (`mon-fri`, `fri-mon`) or a list (`mon,wed`). `always`: around the clock. */
export type OpenHours = 'always' | Readonly<Record<string, Windows>>;

/** A date `YYYY-MM-DD`, a date of every year `MM-DD`, or a function that answers a year with its dates, always the same ones. */
export type DateSource = string | ((year: number) => readonly string[]);

/** One office: a zone, its weekly hours, and the local dates on which they do not hold. */
export interface LeafDefinition {
  readonly timeZone: string;
  readonly open: OpenHours;
  /** Closed local dates: every instant of them, also what is left of a night shift. */
  readonly closedOn?: DateSource | readonly DateSource[] | undefined;
  /** Further closed dates, read like `closedOn`. */
  readonly holidays?: DateSource | readonly DateSource[] | undefined;
  /** Dates with hours of their own, which replace the week's; they win over `closedOn`. An empty list: none. */
  readonly except?: Readonly<Record<string, Windows>> | undefined;
}

/** Open whenever one of its members is. */
export interface UnionDefinition {
  readonly anyOf: readonly (string | CalendarDefinition | Calendar)[];
  /** Of local dates and times; the first member's when left out. */
  readonly timeZone?: string | undefined;
}

export type CalendarDefinition = LeafDefinition | UnionDefinition;
