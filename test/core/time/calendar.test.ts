// The conventions of time, a sentence each.
import { describe, expect, it } from 'vitest';
import { compileCalendar, NeverOpensError, type Calendar, type CountedSpan } from '#core/time/time.ts';

const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
const text = (t: number | null): string | null =>
  t === null ? null : Temporal.Instant.fromEpochMilliseconds(t).toString();

const office = compileCalendar({ timeZone: 'Etc/UTC', open: { 'mon-fri': '09:00-17:00' }, closedOn: ['2026-12-25'] });
const split = compileCalendar({ timeZone: 'Etc/UTC', open: { 'mon-fri': ['09:00-12:00', '13:00-17:00'] } });
const night = compileCalendar({ timeZone: 'Etc/UTC', open: { 'mon-fri': '22:00-06:00' }, closedOn: ['2026-03-05'] });
const always = compileCalendar({ timeZone: 'Etc/UTC', open: 'always' });

/** Monday 2 March 2026. */
const monday = (time: string): number => at(`2026-03-02T${time}Z`);

describe('windows', () => {
  it('contain their opening and not their closing', () => {
    expect(office.isOpen(monday('09:00'))).toBe(true);
    expect(office.isOpen(monday('08:59:59.999'))).toBe(false);
    expect(office.isOpen(monday('16:59:59.999'))).toBe(true);
    expect(office.isOpen(monday('17:00'))).toBe(false);
  });

  it('over midnight belong to the day on which they open', () => {
    expect(night.isOpen(at('2026-03-07T05:59Z'))).toBe(true);
    expect(night.isOpen(at('2026-03-02T05:59Z'))).toBe(false);
    expect(night.isBusinessDay('2026-03-06')).toBe(true);
    expect(night.isBusinessDay('2026-03-07')).toBe(false);
  });

  it('over midnight are cut by a closed date on either side', () => {
    expect(text(night.nextChange(at('2026-03-04T23:00Z')))).toBe('2026-03-05T00:00:00Z');
    expect(text(night.nextOpening(at('2026-03-05T00:00Z')))).toBe('2026-03-06T00:00:00Z');
    expect(text(night.nextChange(at('2026-03-06T00:00Z')))).toBe('2026-03-06T06:00:00Z');
  });

  it('that overlap or touch are one', () => {
    const one = compileCalendar({ timeZone: 'Etc/UTC', open: { mon: '09:00-12:00, 12:00-13:00, 12:30-17:00' } });
    expect(one.hoursOn('2026-03-02')).toEqual([{ from: monday('09:00'), to: monday('17:00') }]);
    const whole = compileCalendar({ timeZone: 'Etc/UTC', open: { 'mon-tue': '00:00-24:00' } });
    expect(text(whole.nextChange(monday('10:00')))).toBe('2026-03-04T00:00:00Z');
  });

  it('may be named by day, by range, by a range over the weekend and by list', () => {
    const hours = compileCalendar({
      timeZone: 'Etc/UTC',
      open: { 'fri-mon': '10:00-11:00', 'tue, thu': '12:00-13:00' },
    });
    const dates = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-07', '2026-03-08'];
    expect(dates.map((date) => hours.isBusinessDay(date))).toEqual([true, true, false, true, true, true, true]);
  });
});

describe('closed dates', () => {
  it('are local dates of the zone', () => {
    const losAngeles = compileCalendar({ timeZone: 'America/Los_Angeles', open: 'always', closedOn: ['2026-12-25'] });
    expect(text(losAngeles.nextChange(at('2026-12-24T00:00Z')))).toBe('2026-12-25T08:00:00Z');
    expect(text(losAngeles.nextOpening(at('2026-12-25T08:00Z')))).toBe('2026-12-26T08:00:00Z');
  });

  it('may be of every year, or come from a function of the year', () => {
    const observed = (year: number) => (year === 2022 ? ['2021-12-31'] : [`${year}-01-01`]);
    const closed = compileCalendar({
      timeZone: 'Etc/UTC',
      open: 'always',
      closedOn: ['12-25', observed, '2026-05-01'],
    });
    const dates = ['2021-12-31', '2026-01-01', '2026-05-01', '2027-05-01', '2031-12-25'];
    expect(dates.map((date) => closed.isBusinessDay(date))).toEqual([false, false, false, true, false]);
  });

  it('give way to hours of their own', () => {
    const eve = compileCalendar({
      timeZone: 'Etc/UTC',
      open: { 'mon-fri': '09:00-17:00' },
      closedOn: ['2026-12-24', '2026-12-25'],
      except: { '2026-12-24': '09:00-12:00', '2026-12-26': '10:00-11:00', '2026-12-28': [] },
    });
    expect(eve.elapsed(at('2026-12-24T00:00Z'), at('2026-12-29T00:00Z'))).toBe(240);
  });
});

describe('working time', () => {
  it('added outside hours starts at the next opening', () => {
    expect(text(office.add(monday('06:00'), 60))).toBe('2026-03-02T10:00:00Z');
    expect(text(office.add(at('2026-03-06T17:00Z'), 1))).toBe('2026-03-09T09:01:00Z');
    expect(text(office.add(at('2026-03-07T12:00Z'), 0))).toBe('2026-03-09T09:00:00Z');
  });

  it('that ends at closing time ends at the closing, not at the next opening', () => {
    expect(text(office.add(monday('16:00'), 60))).toBe('2026-03-02T17:00:00Z');
    expect(text(split.add(monday('09:00'), 180))).toBe('2026-03-02T12:00:00Z');
    expect(text(office.add(monday('16:00'), 60.001))).toBe('2026-03-03T09:00:00.06Z');
  });

  it('keeps seconds and milliseconds', () => {
    expect(text(office.add(monday('16:59:30.250'), 1))).toBe('2026-03-03T09:00:30.25Z');
    expect(office.elapsed(monday('09:00:15'), monday('09:01'))).toBe(0.75);
  });

  it('goes over weekends, holidays and years', () => {
    expect(text(office.add(at('2026-12-24T16:00Z'), 120))).toBe('2026-12-28T10:00:00Z');
    expect(text(office.add(at('2026-12-31T16:00Z'), 8 * 60 * 400))).toBe('2028-07-13T16:00:00Z');
    expect(office.elapsed(at('2026-12-31T16:00Z'), at('2028-07-13T16:00Z'))).toBe(8 * 60 * 400);
  });

  it('goes back from the last closing', () => {
    expect(text(office.add(monday('08:00'), -60))).toBe('2026-02-27T16:00:00Z');
    expect(text(office.add(monday('10:00'), -60))).toBe('2026-03-02T09:00:00Z');
    expect(office.elapsed(monday('12:00'), monday('10:00'))).toBe(-120);
  });

  it('comes as Temporal.Instant when it is asked with one', () => {
    const t = Temporal.Instant.from('2026-03-02T16:30:00Z');
    expect(office.add(t, 60).toString()).toBe('2026-03-03T09:30:00Z');
    expect(office.addBusinessDays(t, 1).toString()).toBe('2026-03-03T16:30:00Z');
    expect(office.nextOpening(Temporal.Instant.from('2026-03-07T00:00:00Z'))?.toString()).toBe('2026-03-09T09:00:00Z');
    expect(office.elapsed(t, Temporal.Instant.from('2026-03-03T09:30:00Z'))).toBe(60);
    expect(office.isOpen(t)).toBe(true);
  });

  it('never hangs on a calendar that does not open for so long', () => {
    const never = compileCalendar({ timeZone: 'Etc/UTC', open: {} });
    const once = compileCalendar({ timeZone: 'Etc/UTC', open: {}, except: { '2026-03-02': '09:00-17:00' } });
    const closed = compileCalendar({ timeZone: 'Etc/UTC', open: 'always', closedOn: [everyDate] });
    for (const calendar of [never, once, closed]) {
      expect(() => calendar.add(monday('10:00'), 10_000)).toThrow(NeverOpensError);
      expect(() => calendar.addBusinessDays(monday('18:00'), 1)).toThrow(NeverOpensError);
      expect(calendar.nextOpening(monday('18:00'))).toBeNull();
    }
    expect(never.nextChange(monday('10:00'))).toBeNull();
    expect(text(once.add(monday('09:00'), 480))).toBe('2026-03-02T17:00:00Z');
  });

  it('refuses what is not an instant or an amount', () => {
    expect(() => office.add(Number.NaN, 1)).toThrow(RangeError);
    expect(() => office.isOpen(1e20)).toThrow(RangeError);
    expect(() => office.add(0, Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(() => office.addBusinessDays(0, 1.5)).toThrow(RangeError);
  });
});

describe('business days', () => {
  it('keep the local time', () => {
    expect(text(office.addBusinessDays(at('2026-03-06T11:30Z'), 1))).toBe('2026-03-09T11:30:00Z');
    expect(text(office.addBusinessDays(monday('11:30'), 10))).toBe('2026-03-16T11:30:00Z');
    expect(text(office.addBusinessDays(monday('11:30'), -1))).toBe('2026-02-27T11:30:00Z');
    expect(text(office.addBusinessDays(at('2026-12-24T11:30Z'), 1))).toBe('2026-12-28T11:30:00Z');
  });

  it('count from the next opening when the start lies outside hours', () => {
    expect(text(office.addBusinessDays(at('2026-03-07T11:30Z'), 1))).toBe('2026-03-10T09:00:00Z');
    expect(text(office.addBusinessDays(monday('17:00'), 1))).toBe('2026-03-04T09:00:00Z');
    expect(text(office.addBusinessDays(monday('17:00'), 0))).toBe('2026-03-03T09:00:00Z');
  });

  it("are kept within that day's hours", () => {
    const short = compileCalendar({
      timeZone: 'Etc/UTC',
      open: { mon: '08:00-18:00', tue: '10:00-12:00, 14:00-16:00', wed: '08:00-18:00' },
    });
    expect(text(short.addBusinessDays(monday('08:30'), 1))).toBe('2026-03-03T10:00:00Z');
    expect(text(short.addBusinessDays(monday('12:00'), 1))).toBe('2026-03-03T12:00:00Z');
    expect(text(short.addBusinessDays(monday('13:00'), 1))).toBe('2026-03-03T14:00:00Z');
    expect(text(short.addBusinessDays(monday('17:30'), 1))).toBe('2026-03-03T16:00:00Z');
  });

  it('may be those of another calendar', () => {
    const options = { dayCalendar: office };
    expect(text(always.addBusinessDays(at('2026-03-07T11:30Z'), 1, options))).toBe('2026-03-09T11:30:00Z');
    expect(text(always.endOfBusinessDay(at('2026-03-07T11:30Z'), 1, options))).toBe('2026-03-10T00:00:00Z');
    expect(always.isBusinessDay('2026-03-07')).toBe(true);
  });

  it('end at the close, a start later than the cut-off one day later', () => {
    const options = { cutOffMinutes: 15 * 60 };
    expect(text(office.endOfBusinessDay(monday('10:00'), 1, options))).toBe('2026-03-03T17:00:00Z');
    expect(text(office.endOfBusinessDay(monday('15:00'), 1, options))).toBe('2026-03-03T17:00:00Z');
    expect(text(office.endOfBusinessDay(monday('15:00:01'), 1, options))).toBe('2026-03-04T17:00:00Z');
    expect(text(office.endOfBusinessDay(monday('18:00'), 1, options))).toBe('2026-03-04T17:00:00Z');
    expect(text(office.endOfBusinessDay(monday('10:00'), 0))).toBe('2026-03-02T17:00:00Z');
    expect(text(night.endOfBusinessDay(monday('23:00'), 0))).toBe('2026-03-03T06:00:00Z');
  });

  it('between two instants are those after the first date', () => {
    expect(office.businessDaysBetween(monday('23:00'), at('2026-03-09T01:00Z'))).toBe(5);
    expect(office.businessDaysBetween(at('2026-03-09T01:00Z'), monday('23:00'))).toBe(-5);
    expect(office.businessDaysBetween(monday('01:00'), monday('23:00'))).toBe(0);
  });
});

describe('calendar days', () => {
  const berlin = compileCalendar({ timeZone: 'Europe/Berlin', open: 'always' });

  it('keep the local time over summer time', () => {
    expect(text(berlin.addCalendarDays(at('2026-03-28T12:00+01:00'), 1))).toBe('2026-03-29T10:00:00Z');
  });

  it('move a skipped local time forward by the gap, and mean the first of a repeated one', () => {
    expect(text(berlin.addCalendarDays(at('2026-03-28T02:30+01:00'), 1))).toBe('2026-03-29T01:30:00Z');
    expect(text(berlin.addCalendarDays(at('2026-10-24T02:30+02:00'), 1))).toBe('2026-10-25T00:30:00Z');
  });

  it('by month end on the last day of a shorter one', () => {
    expect(text(berlin.addMonths(at('2026-01-31T10:00Z'), 1))).toBe('2026-02-28T10:00:00Z');
    expect(text(berlin.addMonths(at('2026-01-31T10:00Z'), 25))).toBe('2028-02-29T10:00:00Z');
    expect(text(berlin.addMonths(at('2026-01-31T10:00Z'), -2))).toBe('2025-11-30T10:00:00Z');
  });

  it('read the wall clock', () => {
    const t = at('2026-03-29T00:30:30Z');
    expect([berlin.localDate(t), berlin.localTime(t), berlin.weekday(t)]).toEqual(['2026-03-29', 90.5, 7]);
    expect(text(berlin.startOfDate('2026-03-30'))).toBe('2026-03-29T22:00:00Z');
  });
});

describe('zones', () => {
  const hours = (timeZone: string, date: string, window: string): (string | null)[] => {
    const calendar = compileCalendar({ timeZone, open: { 'mon-sun': window } });
    return calendar.hoursOn(date).flatMap(({ from, to }) => [text(from), text(to)]);
  };

  it('open after the gap what should have opened in it', () => {
    expect(hours('America/Los_Angeles', '2026-03-08', '02:30-10:00')).toEqual([
      '2026-03-08T10:30:00Z',
      '2026-03-08T17:00:00Z',
    ]);
  });

  it('open at the first of a repeated time', () => {
    expect(hours('America/Los_Angeles', '2026-11-01', '01:30-03:00')).toEqual([
      '2026-11-01T08:30:00Z',
      '2026-11-01T11:00:00Z',
    ]);
  });

  it('change by half an hour, and at midnight', () => {
    expect(hours('Australia/Lord_Howe', '2026-10-04', '02:00-03:00')).toEqual([
      '2026-10-03T15:30:00Z',
      '2026-10-03T16:00:00Z',
    ]);
    expect(hours('America/Sao_Paulo', '2018-11-04', '00:00-24:00')).toEqual([
      '2018-11-04T03:00:00Z',
      '2018-11-05T02:00:00Z',
    ]);
  });

  it('leave out a date that never was', () => {
    const apia = compileCalendar({ timeZone: 'Pacific/Apia', open: { 'mon-fri': '09:00-17:00' } });
    expect(apia.isBusinessDay('2011-12-30')).toBe(false);
    expect(text(apia.add(at('2011-12-29T16:00-10:00'), 120))).toBe('2012-01-01T20:00:00Z');
  });

  it('carry a night shift over a date that never was', () => {
    const night = (closedOn: string[]) =>
      compileCalendar({ timeZone: 'Pacific/Apia', open: { thu: '20:00-04:00' }, closedOn }).hoursOn('2011-12-29');
    const from = at('2011-12-29T20:00-10:00');
    expect(night(['2011-12-30'])).toEqual([{ from, to: at('2011-12-31T04:00+14:00') }]);
    expect(night(['2011-12-31'])).toEqual([{ from, to: at('2011-12-31T00:00+14:00') }]);
  });

  it('hold from 1970 to 2200', () => {
    for (const year of [1970, 1999, 2037, 2038, 2100, 2199]) {
      expect(hours('America/New_York', `${year}-07-01`, '09:00-17:00')).toEqual(
        [9, 17].map((hour) =>
          Temporal.PlainDateTime.from({ year, month: 7, day: 1, hour })
            .toZonedDateTime('America/New_York')
            .toInstant()
            .toString(),
        ),
      );
    }
  });
});

describe('a union', () => {
  const named = {
    eastern: { timeZone: 'America/New_York', open: { 'mon-fri': '08:00-20:00' } },
    berlin: { timeZone: 'Europe/Berlin', open: { 'mon-fri': '09:00-18:00' }, closedOn: ['2026-03-03'] },
    both: { anyOf: ['eastern', 'berlin'] },
  };
  const union = compileCalendar({ anyOf: ['both'], timeZone: 'America/Los_Angeles' }, named);

  it('is open when a member is, and closed dates are those of their member', () => {
    expect(text(union.nextOpening(monday('00:00')))).toBe('2026-03-02T08:00:00Z');
    expect(text(union.nextChange(monday('08:00')))).toBe('2026-03-03T01:00:00Z');
    expect(text(union.nextOpening(at('2026-03-03T01:00Z')))).toBe('2026-03-03T13:00:00Z');
  });

  it('has the local dates of its own zone, else of its first member', () => {
    expect(union.zone).toBe('America/Los_Angeles');
    expect(union.localDate(monday('07:00'))).toBe('2026-03-01');
    expect(compileCalendar(named.both, named).zone).toBe('America/New_York');
    expect(text(union.addBusinessDays(at('2026-03-06T09:00Z'), 1))).toBe('2026-03-09T08:00:00Z');
  });

  it('takes definitions and compiled calendars as members too', () => {
    const mixed = compileCalendar(
      { anyOf: [office, named.eastern, 'berlin'] },
      { berlin: compileCalendar(named.berlin) },
    );
    expect(mixed.zone).toBe('Etc/UTC');
    expect(mixed.elapsed(monday('00:00'), at('2026-03-03T00:00Z'))).toBe(16 * 60);
  });
});

describe('spans', () => {
  it('cover the stretch, with the hours that a holiday takes', () => {
    const kinds = (calendar: Calendar, from: string, to: string) =>
      calendar.spans(at(from), at(to)).map((span) => `${text(span.from)!.slice(5, 16)} ${span.kind}`);
    expect(kinds(office, '2026-12-24T16:00Z', '2026-12-28T10:00Z')).toEqual([
      '12-24T16:00 open',
      '12-24T17:00 closed',
      '12-25T09:00 holiday',
      '12-25T17:00 closed',
      '12-28T09:00 open',
    ]);
    expect(kinds(always, '2020-01-01T00:00Z', '2030-01-01T00:00Z')).toEqual(['01-01T00:00 open']);
    expect(kinds(office, '2026-12-24T16:00Z', '2026-12-24T16:00Z')).toEqual([]);
  });

  it('are added to a list with what counts, apart from what stands there', () => {
    const list: CountedSpan[] = [];
    const [open, close, late] = [at('2026-12-24T16:00Z'), at('2026-12-24T17:00Z'), at('2026-12-24T18:00Z')];
    office.addSpans(list, open, close, false);
    office.addSpans(list, close, late, false);
    office.addSpans(list, late, late + 1, true);
    expect(list).toEqual([
      { from: open, to: close, kind: 'open', counted: true },
      { from: close, to: late, kind: 'closed', counted: false },
      { from: late, to: late + 1, kind: 'closed', counted: true },
    ]);
  });
});

describe('changes', () => {
  it('come never on a clock that is always open', () => {
    expect(always.nextChange(0)).toBeNull();
    expect(always.lastOpeningBefore(0)).toBeNull();
    expect(always.nextOpening(5)).toBe(5);
  });

  it('are found over the edges of what is compiled at once', () => {
    const rare = compileCalendar({
      timeZone: 'Etc/UTC',
      open: {},
      except: { '2000-02-29': '09:00-10:00', '2040-01-01': '09:00-10:00' },
    });
    expect(text(rare.nextOpening(at('2000-03-01T00:00Z')))).toBe('2040-01-01T09:00:00Z');
    expect(text(rare.lastOpeningBefore(at('2039-03-01T00:00Z')))).toBe('2000-02-29T09:00:00Z');
    expect(rare.elapsed(at('1999-01-01T00:00Z'), at('2041-01-01T00:00Z'))).toBe(120);
    expect(text(rare.add(at('2000-01-01T00:00Z'), 61))).toBe('2040-01-01T09:01:00Z');
    expect(text(rare.add(at('2041-01-01T00:00Z'), -61))).toBe('2000-02-29T09:59:00Z');
  });
});

/** Every date of a year. */
function everyDate(year: number): string[] {
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  return Array.from({ length: first.daysInYear }, (_, days) => first.add({ days }).toString());
}
