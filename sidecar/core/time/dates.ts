// Sets of local dates: written one by one, for every year, or answered by a function of the year.
import { civilDate, dayNumber, daysInMonth } from './civil.ts';
import { CalendarError } from './errors.ts';

type DatesOfYear = (year: number) => readonly string[];

/**
 * The day number of `YYYY-MM-DD`.
 * @throws {CalendarError} when it is not a date
 */
export function parseDate(text: unknown, path: string): number {
  const match = typeof text === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) : null;
  if (match === null) throw new CalendarError(path, `${JSON.stringify(text)} is not a date; write it like 2026-12-25`);
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  checkDay(year, month, day, match[0], path);
  return dayNumber(year, month, day);
}

function checkDay(year: number, month: number, day: number, text: string, path: string): void {
  if (month < 1 || month > 12) throw new CalendarError(path, `there is no date ${text}: months run from 01 to 12`);
  const days = daysInMonth(year, month);
  if (day < 1 || day > days) throw new CalendarError(path, `there is no date ${text}: its month has ${days} days`);
}

/** Closed dates of a calendar. */
export class DateSet {
  private readonly days = new Set<number>();
  /** Month times 100 plus day. */
  private readonly yearly = new Set<number>();
  private readonly functions: { readonly dates: DatesOfYear; readonly path: string }[] = [];
  private readonly byYear = new Map<number, ReadonlySet<number>>();

  /**
   * Adds a date, a date of every year, a function, or a list of them.
   * @throws {CalendarError} when one is none of these
   */
  addAll(source: unknown, path: string): void {
    if (source === undefined || source === null) return;
    if (Array.isArray(source)) source.forEach((one: unknown, i) => this.addOne(one, `${path}[${i}]`));
    else this.addOne(source, path);
  }

  /** Whether there is no date in the set, in any year. */
  get isEmpty(): boolean {
    return this.days.size === 0 && this.yearly.size === 0 && this.functions.length === 0;
  }

  has(dayNo: number): boolean {
    if (this.days.has(dayNo)) return true;
    if (this.yearly.size === 0 && this.functions.length === 0) return false;
    const { year, month, day } = civilDate(dayNo);
    return this.yearly.has(month * 100 + day) || (this.functions.length > 0 && this.ofYear(year).has(dayNo));
  }

  private addOne(source: unknown, path: string): void {
    if (typeof source === 'function') {
      this.functions.push({ dates: source as DatesOfYear, path });
      return;
    }
    const match = typeof source === 'string' ? /^(\d\d)-(\d\d)$/.exec(source) : null;
    if (match === null) {
      this.days.add(parseDate(source, path));
      return;
    }
    const [month, day] = [Number(match[1]), Number(match[2])];
    checkDay(2000, month, day, match[0], path);
    this.yearly.add(month * 100 + day);
  }

  /** Also asks the neighbours: the substitute day of 1 January may lie in December, in the answer for the next year. */
  private ofYear(year: number): ReadonlySet<number> {
    let days = this.byYear.get(year);
    if (days === undefined) {
      const all = this.functions.flatMap(({ dates, path }) =>
        [year - 1, year, year + 1].flatMap((y) => dates(y).map((date, i) => parseDate(date, `${path}(${y})[${i}]`))),
      );
      days = new Set(all);
      this.byYear.set(year, days);
    }
    return days;
  }
}
