// Calendars: as written → compiled once; those of the customer's own zone once for each zone and list of holidays.
import type { OrganizationFacts } from '#core/facts/facts.ts';
import {
  CalendarError,
  compileCalendar,
  type Calendar,
  type DateSource,
  type NamedCalendars,
  type Windows,
} from '#core/time/time.ts';
import type { PolicyText } from '#schema/policy.ts';
import type { Context } from './context.ts';
import { entries, list, placed } from './context.ts';
import { inlineSet, type DaysOf } from './holidays.ts';
import type { Path } from './problem.ts';
import { readOpenHours, readWindows } from './open-hours.ts';
import { suggestion } from './problem.ts';
import { holidayCalendar, windowCalendar } from './time-conditions.ts';

type Written = NonNullable<PolicyText['calendars']>[string];
type Map_ = Exclude<Written, string>;
const OWN_ZONE = /^organi[sz]ation\.timeZone$/;
const OWN_DAYS = /^organi[sz]ation\.holidays$/;

/** Finds a calendar by name, for an organization where the calendar is the customer's own. */
export type CalendarOf = (name: string, organization: OrganizationFacts) => Calendar;

/** Compiles all calendars; faults of their definitions become problems with their places. */
export function readCalendars(context: Context, sets: ReadonlyMap<string, DaysOf>): CalendarOf {
  const book = new CalendarBook(context, sets);
  for (const [name, written] of entries(context.text.calendars)) book.check(name, written);
  return book.of;
}

class CalendarBook {
  private readonly context: Context;
  private readonly sets: ReadonlyMap<string, DaysOf>;
  private readonly fixed = new Map<string, Calendar>();
  private readonly local = new Map<string, Calendar>();
  private readonly own: ReadonlySet<string>;
  private readonly open = new Set<string>();

  constructor(context: Context, sets: ReadonlyMap<string, DaysOf>) {
    this.context = context;
    this.sets = sets;
    this.own = ownCalendars(context.text);
  }

  readonly of: CalendarOf = (name, organization) => {
    const fixed = this.fixed.get(name);
    if (fixed) return fixed;
    if (!this.own.has(name)) return this.keep(this.fixed, name, this.compile(name, organization));
    const key = `${name}\u0000${organization.timeZone ?? ''}\u0000${(organization.holidays ?? []).join()}`;
    const local = this.local.get(key);
    if (local) return local;
    if (this.local.size > 2000) this.local.clear();
    return this.keep(this.local, key, this.compile(name, organization));
  };

  private keep(kept: Map<string, Calendar>, key: string, calendar: Calendar): Calendar {
    kept.set(key, calendar);
    return calendar;
  }

  /** Compiles a calendar as the check does: what is wrong with it becomes a problem. */
  check(name: string, written: Written): void {
    const path: Path = ['calendars', name];
    this.references(written, path);
    try {
      this.of(name, { timeZone: 'Etc/UTC' });
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error;
      const inner = error.path.split(/[.[\]]+/).filter((part) => part !== '');
      const message = error.path === '' ? error.message : error.message.slice(error.path.length + 2);
      this.context.fault([...path, ...inner], 'calendar', `calendar "${name}": ${message}`, null);
    }
  }

  private references(written: Written, path: Path): void {
    if (typeof written === 'string') return;
    const { anyOf, otherwise } = written;
    this.context.cites(written.cites, path);
    for (const [member, at] of placed(anyOf, [...path, 'anyOf'])) this.context.refer('calendar', member, at);
    if (otherwise !== undefined) this.context.refer('calendar', otherwise, [...path, 'otherwise']);
    if (anyOf === undefined && written.open === undefined) {
      this.context.fault(
        path,
        'missing',
        'a calendar says when it is open',
        'add open: { mon-fri: 09:00-17:00 }, open: always, or anyOf: […]',
      );
    }
    for (const key of ['closedOn', 'holidays'] as const) {
      list(written[key]).forEach((name) => {
        if (typeof name !== 'string') return;
        if (DATE.test(name) || OWN_DAYS.test(name)) return;
        this.context.used.add(`holiday set ${name}`);
        if (this.sets.has(name)) return;
        const mend = suggestion(name, [...this.sets.keys(), 'organization.holidays']);
        this.context.fault([...path, key], 'unknown-reference', `there is no holiday set "${name}"`, mend);
      });
    }
  }

  private compile(name: string, organization: OrganizationFacts): Calendar {
    const written = Object.hasOwn(this.context.text.calendars ?? {}, name)
      ? this.context.text.calendars?.[name]
      : undefined;
    if (written === undefined) return this.compileImplied(name);
    if (this.open.has(name)) throw new CalendarError('', `"${name}" is made of itself`);
    this.open.add(name);
    try {
      return this.compileWritten(name, written, organization);
    } finally {
      this.open.delete(name);
    }
  }

  private compileWritten(name: string, written: Written, organization: OrganizationFacts): Calendar {
    if (typeof written === 'string')
      return compileCalendar({ timeZone: 'Etc/UTC', open: { 'mon-sun': '00:00-24:00' } });
    if (written.otherwise !== undefined && lacksOwn(written, organization))
      return this.of(written.otherwise, organization);
    const timeZone = this.zone(written, organization);
    if (written.anyOf !== undefined) {
      const members: NamedCalendars = Object.fromEntries(
        list(written.anyOf).map((member) => [member, this.of(member, organization)]),
      );
      return compileCalendar(
        {
          anyOf: Object.keys(members),
          timeZone: written.timeZone === undefined ? (this.context.text.timeZone ?? undefined) : timeZone,
        },
        members,
      );
    }
    const closedOn = (['closedOn', 'holidays'] as const).flatMap((key) => [
      ...this.closed(written[key] as ClosedOn, organization),
      ...this.closed(
        this.sets.has(`${inlineSet(name)} ${key}`) ? `${inlineSet(name)} ${key}` : undefined,
        organization,
      ),
    ]);
    const open = readOpenHours(written.open);
    return compileCalendar({ timeZone, open, closedOn, except: exceptions(written.except) });
  }

  private zone(written: Map_, organization: OrganizationFacts): string {
    const zone = written.timeZone ?? this.context.text.timeZone ?? 'Etc/UTC';
    return OWN_ZONE.test(zone) ? (organization.timeZone ?? this.context.text.timeZone ?? 'Etc/UTC') : zone;
  }

  private closed(names: ClosedOn, organization: OrganizationFacts): readonly DateSource[] {
    return list(names).flatMap((name): readonly DateSource[] => {
      if (typeof name !== 'string') return [];
      if (DATE.test(name)) return [name];
      if (OWN_DAYS.test(name)) return organization.holidays ?? [];
      const days = this.sets.get(name);
      return days ? [(year: number) => days(year).map(({ date }) => date)] : [];
    });
  }

  /** Calendars that a condition implies: the days outside a holiday set, a window of every day. */
  private compileImplied(name: string): Calendar {
    const timeZone = this.context.text.timeZone ?? 'Etc/UTC';
    const set = [...this.sets.keys()].find((each) => holidayCalendar(each) === name);
    const closedOn = set === undefined ? [] : this.closed(set, {});
    const windows = name.startsWith(windowCalendar('')) ? name.slice(windowCalendar('').length) : '00:00-24:00';
    return compileCalendar({ timeZone, open: { 'mon-sun': windows }, closedOn });
  }
}

type ClosedOn = string | object | readonly (string | object)[] | undefined;
const DATE = /^(?:\d{4}-)?\d{2}-\d{2}$/;

function lacksOwn(written: Map_, organization: OrganizationFacts): boolean {
  return OWN_ZONE.test(written.timeZone ?? '') && (organization.timeZone ?? null) === null;
}

/** Years for which a date of every year is written out. */
const YEARS = Array.from({ length: 60 }, (_, index) => 2010 + index);

function exceptions(written: Map_['except']): Readonly<Record<string, Windows>> | undefined {
  if (written === undefined) return undefined;
  const dated = Object.entries(written).flatMap(([date, windows]) => {
    const dates = /^\d{2}-\d{2}$/.test(date)
      ? YEARS.filter((year) => date !== '02-29' || year % 4 === 0).map((year) => `${year}-${date}`)
      : [date];
    return dates.map((each) => [each, readWindows(windows)] as const);
  });
  return Object.fromEntries(dated);
}

/** Calendars that are the customer's own, directly or through one that they are made of. */
function ownCalendars(text: PolicyText): ReadonlySet<string> {
  const own = new Set<string>();
  for (let before = -1; before !== own.size;) {
    before = own.size;
    for (const [name, written] of entries(text.calendars)) {
      if (typeof written === 'string') continue;
      const closed = [...list(written.closedOn), ...list(written.holidays)];
      const asks = closed.some((each) => typeof each === 'string' && OWN_DAYS.test(each));
      const made = [...list(written.anyOf), ...list(written.otherwise)].some((each) => own.has(each));
      if (asks || made || OWN_ZONE.test(written.timeZone ?? '')) own.add(name);
    }
  }
  return own;
}

/** Compiles planned downtime: windows like any calendar's. */
export function readDowntime(
  context: Context,
  sets: ReadonlyMap<string, DaysOf>,
): readonly { readonly id: string; readonly calendar: Calendar; readonly cites: readonly string[] }[] {
  return entries(context.text.downtime).flatMap(([id, written]) => {
    const path: Path = ['downtime', id];
    if (
      typeof written === 'string' ||
      written.open === undefined ||
      written.open === 'never' ||
      written.open === '24x7'
    ) {
      context.fault(path, 'missing', 'downtime says when: open: { sat: 00:00-24:00 }', null);
      return [];
    }
    const closedOn = list(written.closedOn).flatMap((name): readonly DateSource[] => {
      if (typeof name !== 'string') return [];
      if (DATE.test(name)) return [name];
      const days = sets.get(name);
      return days ? [(year: number) => days(year).map(({ date }) => date)] : [];
    });
    try {
      const calendar = compileCalendar({
        timeZone: written.timeZone ?? context.text.timeZone ?? 'Etc/UTC',
        open: readOpenHours(written.open),
        closedOn,
        except: exceptions(written.except),
      });
      return [{ id, calendar, cites: context.cites(written.cites, path) }];
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error;
      context.fault(path, 'calendar', error.message, null);
      return [];
    }
  });
}
