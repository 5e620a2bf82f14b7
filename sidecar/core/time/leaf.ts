// One office's hours: local windows by date → intervals of instants, and what its closed dates take away.
import { DAY, MINUTE, DAY_MINUTES, weekdayIndex } from './civil.ts';
import type { DateSet } from './dates.ts';
import type { DayHours } from './hours.ts';
import type { Zone } from './zone.ts';

/** Days round a stretch of instants on which a window may begin that reaches into it: offsets and night shifts. */
const REACH = 3;

/** A calendar that is not a union. */
export class Leaf {
  readonly zone: Zone;
  private readonly week: readonly DayHours[];
  private readonly closed: DateSet;
  private readonly except: ReadonlyMap<number, DayHours>;

  constructor(zone: Zone, week: readonly DayHours[], closed: DateSet, except: ReadonlyMap<number, DayHours>) {
    this.zone = zone;
    this.week = week;
    this.closed = closed;
    this.except = except;
  }

  /** Whether it is open at every instant there is. */
  get isAlwaysOpen(): boolean {
    const whole = this.week.every((hours) => hours[0] === 0 && hours[1]! >= DAY_MINUTES);
    return whole && this.closed.isEmpty && this.except.size === 0;
  }

  /** Whether no instant can be open. */
  get isNeverOpen(): boolean {
    return (
      this.week.every((hours) => hours.length === 0) && [...this.except.values()].every((hours) => hours.length === 0)
    );
  }

  /** Every window that may reach into `[from, to)`, in any order: what holds of it to `open`, the rest to `lost`. */
  collect(from: number, to: number, open: number[], lost: number[]): void {
    const last = Math.floor(to / DAY) + REACH;
    for (let day = Math.floor(from / DAY) - REACH; day <= last; day++) this.collectDay(day, open, lost);
  }

  /** The windows that begin on a local date of this zone, as far as they hold. */
  windowsOn(day: number): number[] {
    const open: number[] = [];
    if (!this.isClosed(day)) this.collectDay(day, open, []);
    return open;
  }

  /** The windows that begin within `[from, to)`. */
  windowsBeginning(from: number, to: number): number[] {
    const found: number[] = [];
    const last = Math.floor(this.zone.localOf(to) / DAY);
    for (let day = Math.floor(this.zone.localOf(from) / DAY) - 1; day <= last; day++) {
      const windows = this.windowsOn(day);
      for (let i = 0; i < windows.length; i += 2) {
        if (windows[i]! >= from && windows[i]! < to) found.push(windows[i]!, windows[i + 1]!);
      }
    }
    return found;
  }

  private hours(day: number): DayHours {
    return this.except.get(day) ?? this.week[weekdayIndex(day)]!;
  }

  private isClosed(day: number): boolean {
    return this.closed.has(day) && !this.except.has(day);
  }

  /** A closed date closes its own instants only: a window over midnight is cut there, and either part may be lost. */
  private collectDay(day: number, open: number[], lost: number[]): void {
    const hours = this.hours(day);
    if (hours.length === 0) return;
    const offset = this.zone.steadyOffset(day, 3);
    if (Number.isNaN(offset) && !this.zone.hasDay(day)) return;
    const today = this.isClosed(day) ? lost : open;
    for (let i = 0; i < hours.length; i += 2) {
      const from = hours[i]!;
      const to = hours[i + 1]!;
      const tomorrow = to > DAY_MINUTES ? (this.isClosed(this.dayAfter(day, offset)) ? lost : open) : today;
      if (today === tomorrow) {
        this.push(day, from, to, offset, today);
      } else {
        this.push(day, from, DAY_MINUTES, offset, today);
        this.push(day, DAY_MINUTES, to, offset, tomorrow);
      }
    }
  }

  /** The local date on which a window over midnight goes on: the next one that occurs. */
  private dayAfter(day: number, steadyOffset: number): number {
    if (!Number.isNaN(steadyOffset)) return day + 1;
    return Math.floor(this.zone.localOf(this.zone.instantOf((day + 1) * DAY)) / DAY);
  }

  /** Most days lie far from a change of offset: they need one subtraction. */
  private push(day: number, fromMinutes: number, toMinutes: number, steadyOffset: number, into: number[]): void {
    const localFrom = day * DAY + fromMinutes * MINUTE;
    const localTo = day * DAY + toMinutes * MINUTE;
    if (!Number.isNaN(steadyOffset)) {
      into.push(localFrom - steadyOffset, localTo - steadyOffset);
      return;
    }
    const from = this.zone.instantOf(localFrom);
    const to = this.zone.instantOf(localTo);
    if (from < to) into.push(from, to);
  }
}
