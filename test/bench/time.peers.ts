// The ways to compute business time that are compared: the product, the limit, and libraries, behind one shape.
import { createRequire } from 'node:module';
import { compileCalendar } from '#core/time/time.ts';
import { HOLIDAYS, ZONE, type BenchCalendar, type Week } from './time.cases.ts';

export interface Peer {
  readonly name: string;
  readonly add: (start: number, minutes: number) => number;
  /** Minutes; undefined where the library cannot be asked without the danger that it never returns. */
  readonly elapsed: ((from: number, to: number) => number) | undefined;
}

const require = createRequire(import.meta.url);

export function product({ definition }: BenchCalendar): Peer {
  const calendar = compileCalendar(definition);
  return { name: 'tierline', add: (t, minutes) => calendar.add(t, minutes), elapsed: (a, b) => calendar.elapsed(a, b) };
}

/** The limit: one calendar in sorted typed arrays with running sums, two plain binary searches, nothing else. */
export function limit({ week }: BenchCalendar): Peer {
  const flat = intervals(week);
  const opens = Float64Array.from(flat, ([open]) => open);
  const closes = Float64Array.from(flat, ([, close]) => close);
  const sums = new Float64Array(flat.length + 1);
  flat.forEach(([open, close], i) => (sums[i + 1] = sums[i]! + close - open));

  const worked = (t: number): number => {
    let low = 0;
    let high = closes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (closes[middle]! <= t) low = middle + 1;
      else high = middle;
    }
    return sums[low]! + Math.max(0, t - opens[low]!);
  };
  const add = (t: number, minutes: number): number => {
    const work = worked(t) + minutes * 60_000;
    let low = 0;
    let high = closes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle + 1]! < work) low = middle + 1;
      else high = middle;
    }
    return opens[low]! + work - sums[low]!;
  };
  return { name: 'limit: binary search', add, elapsed: (a, b) => (worked(b) - worked(a)) / 60_000 };
}

function intervals(week: Week): [number, number][] {
  const flat: [number, number][] = [];
  const last = Temporal.PlainDate.from('2027-12-31');
  for (
    let date = Temporal.PlainDate.from('2023-01-01');
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  ) {
    if (HOLIDAYS.includes(date.toString())) continue;
    const at = (minutes: number): number =>
      date.toPlainDateTime().add({ minutes }).toZonedDateTime(ZONE).epochMilliseconds;
    for (const [from, to] of week[date.dayOfWeek % 7]!) flat.push([at(from), at(to)]);
  }
  return flat;
}

interface DayjsInstance {
  addBusinessMinutes(minutes: number): { valueOf(): number };
  businessMinutesDiff(other: DayjsInstance): number;
}
interface Dayjs {
  (t: number): DayjsInstance;
  extend(plugin: unknown): void;
  setHolidays(dates: readonly string[]): void;
  setBusinessTime(week: Readonly<Record<string, unknown>>): void;
}

const DAY_NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** By the zone of the process, its faster and more correct way; `.tz()` may never return. */
export function dayjsBusinessTime({ week }: BenchCalendar): Peer {
  const dayjs = require('dayjs') as Dayjs;
  const plugin = require('dayjs-business-time') as { default?: unknown };
  dayjs.extend(plugin.default ?? plugin);
  const times = Object.fromEntries(
    week.map((windows, day) => [
      DAY_NAMES[day]!,
      windows.length === 0 ? null : windows.map(([from, to]) => ({ start: clock(from), end: clock(to) })),
    ]),
  );
  const configure = (): void => {
    dayjs.setHolidays(HOLIDAYS);
    dayjs.setBusinessTime(times);
  };
  return {
    name: 'dayjs-business-time',
    add: (t, minutes) => (configure(), dayjs(t).addBusinessMinutes(minutes).valueOf()),
    elapsed: (a, b) => (configure(), dayjs(a).businessMinutesDiff(dayjs(b))),
  };
}

interface MomentInstance {
  addWorkingTime(amount: number, unit: 'minutes'): { valueOf(): number };
  workingDiff(other: MomentInstance, unit: 'minutes', fraction: boolean): number;
}
interface Moment {
  (t: number): MomentInstance;
  locale(name: string): string;
  updateLocale(name: string, data: Readonly<Record<string, unknown>>): void;
}

export function momentBusinessTime({ name, week }: BenchCalendar): Peer {
  const moment = require('moment-business-time') as Moment;
  const locale = `x-${name}`;
  (require('moment') as { defineLocale(locale: string, data: unknown): void }).defineLocale(locale, {
    parentLocale: 'en',
    holidays: HOLIDAYS,
    workinghours: hoursByDay(week),
  });
  return {
    name: 'moment-business-time',
    add: (t, minutes) => (moment.locale(locale), moment(t).addWorkingTime(minutes, 'minutes').valueOf()),
    elapsed: (a, b) => (moment.locale(locale), moment(b).workingDiff(moment(a), 'minutes', true)),
  };
}

interface SeriousBusinessTime {
  addWorkingTime(date: unknown, amount: number, unit: 'minutes'): { valueOf(): number };
}

/** It knows one window a day, and its difference never returns within one closed stretch: only deadlines, only `office`. */
export function seriousBusinessTime({ week }: BenchCalendar): Peer {
  const serious = require('serious-business-time') as {
    createInstance(moment: unknown, hours: unknown, holidays: readonly string[]): SeriousBusinessTime;
  };
  const moment = require('moment') as (t: number) => unknown;
  const time = serious.createInstance(moment, hoursByDay(week), HOLIDAYS);
  return {
    name: 'serious-business-time',
    add: (t, minutes) => time.addWorkingTime(moment(t), minutes, 'minutes').valueOf(),
    elapsed: undefined,
  };
}

function hoursByDay(week: Week): Record<number, readonly string[] | null> {
  return Object.fromEntries(
    week.map((windows, day) => [
      day,
      windows.length === 0 ? null : windows.flatMap(([from, to]) => [clock(from), clock(to)]),
    ]),
  );
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;
}
