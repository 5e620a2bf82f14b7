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
