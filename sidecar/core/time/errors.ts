// The two faults of the time module: a definition that is not a calendar, and a clock that never gets there.

/** A definition is wrong. `path` says where in it (`open.mon[1]`), `message` what is wrong and how to mend it. */
export class CalendarError extends Error {
  override readonly name = 'CalendarError';
  readonly path: string;
  constructor(path: string, message: string) {
    super(path === '' ? message : `${path}: ${message}`);
    this.path = path;
  }
}

/** The calendar is not open for as long as was asked, within 50 years. */
export class NeverOpensError extends RangeError {
  override readonly name = 'NeverOpensError';
}

/** Fails for a calendar that does not open for as long as was asked. */
export function neverOpens(zone: string, t: number): never {
  const start = Temporal.Instant.fromEpochMilliseconds(Math.floor(t)).toString();
  throw new NeverOpensError(`the calendar in ${zone} is not open for so long within 50 years of ${start}`);
}

/** Refuses a count that is not a whole number. */
export function requireWhole(count: number, what: string): void {
  if (!Number.isSafeInteger(count)) throw new RangeError(`${what} must be a whole number, not ${count}`);
}
