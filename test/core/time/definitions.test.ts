// Definitions that are refused: where, what is wrong, and how to mend it.
import { describe, expect, it } from 'vitest';
import { CalendarError, compileCalendar, type CalendarDefinition, type NamedCalendars } from '#core/time/time.ts';

/** Compiles what a file may hold, whatever the types say. */
function refusal(definition: unknown, calendars: unknown = {}): string {
  try {
    compileCalendar(definition as CalendarDefinition, calendars as NamedCalendars);
  } catch (error) {
    if (error instanceof CalendarError) return error.message;
    throw error;
  }
  return 'accepted';
}

const hours = (open: unknown) => refusal({ timeZone: 'Etc/UTC', open });

describe('a calendar is refused', () => {
  it.each([
    ['Mars/Olympus', 'timeZone: "Mars/Olympus" is not a time zone; write an IANA name such as Europe/Berlin'],
    ['+05:30', 'timeZone: "+05:30" is not a time zone; write an IANA name such as Europe/Berlin'],
    ['../../etc/passwd', 'timeZone: "../../etc/passwd" is not a time zone; write an IANA name such as Europe/Berlin'],
    [
      'Europe/Berlin\u0000',
      'timeZone: "Europe/Berlin\\u0000" is not a time zone; write an IANA name such as Europe/Berlin',
    ],
    ['europe/berlin', 'timeZone: "europe/berlin" is not a time zone; write Europe/Berlin'],
    ['2026-01-01T00:00Z[Europe/Berlin]', expect.stringContaining('is not a time zone') as string],
    ['', expect.stringContaining('is not a time zone') as string],
    [undefined, 'timeZone: a time zone is missing; write an IANA name such as Europe/Berlin'],
  ])('for the zone %j', (timeZone, message) => {
    expect(refusal({ timeZone, open: 'always' })).toEqual(message);
  });

  it.each([
    ['25:00-26:00', 'open.mon: there is no time 25:00; times run from 00:00 to 24:00'],
    ['09:60-10:00', 'open.mon: there is no time 09:60; times run from 00:00 to 24:00'],
    ['9:30-17:00', 'open.mon: "9:30-17:00" is not a window; write 09:30-17:00'],
    ['9-17', 'open.mon: "9-17" is not a window; write 09:00-17:00'],
    ['09:00–17:00', 'open.mon: "09:00–17:00" is not a window; write 09:00-17:00'],
    ['9am to 5pm', 'open.mon: "9am to 5pm" is not a window; write it like 09:00-17:00'],
    ['09:00-09:00', 'open.mon: the window 09:00-09:00 is empty; around the clock is 00:00-24:00, closed is no window'],
    ['24:00-06:00', 'open.mon: a window cannot start at 24:00; write 00:00 on the next day'],
    [['09:00-12:00', '13-17'], 'open.mon[1]: "13-17" is not a window; write 13:00-17:00'],
    [[9], 'open.mon[0]: not a window; write it like 09:00-17:00'],
    [null, 'open.mon: not opening hours; write a window such as 09:00-17:00, or a list of them'],
  ])('for the hours %j', (windows, message) => {
    expect(hours({ mon: windows })).toBe(message);
  });

  it.each([
    ['monday', 'open.monday: "monday" is not a day; write mon'],
    ['Tue-fri', 'open.Tue-fri: "Tue" is not a day; write tue'],
    ['mon-friday', 'open.mon-friday: "friday" is not a day; write fri'],
    ['weekdays', 'open.weekdays: "weekdays" is not a day; write mon-fri'],
    ['mo', 'open.mo: "mo" is not a day; days are mon, tue, wed, thu, fri, sat, sun, and ranges such as mon-fri'],
  ])('for the day %j', (day, message) => {
    expect(hours({ [day]: '09:00-17:00' })).toBe(message);
  });

  it.each([
    ['2026-02-30', 'closedOn[0]: there is no date 2026-02-30: its month has 28 days'],
    ['2026-13-01', 'closedOn[0]: there is no date 2026-13-01: months run from 01 to 12'],
    ['02-30', 'closedOn[0]: there is no date 02-30: its month has 29 days'],
    ['christmas', 'closedOn[0]: "christmas" is not a date; write it like 2026-12-25'],
    [20261225, 'closedOn[0]: 20261225 is not a date; write it like 2026-12-25'],
  ])('for the closed date %j', (date, message) => {
    expect(refusal({ timeZone: 'Etc/UTC', open: 'always', closedOn: [date] })).toBe(message);
  });

  it('for hours that are missing, and for a slip in a key', () => {
    expect(hours(undefined)).toMatch(/^open: hours are missing/);
    expect(refusal({ timezone: 'Etc/UTC', open: 'always' })).toBe(
      'timezone: there is no key timezone; did you mean timeZone?',
    );
    expect(refusal({ timeZone: 'Etc/UTC', open: 'always', cites: 'NEX-06', title: 'Pacific' })).toBe('accepted');
    expect(refusal('office')).toMatch(/not a calendar/);
    expect(refusal({ timeZone: 'Etc/UTC', open: 'always', except: { '2026-02-29': '09:00-10:00' } })).toMatch(
      /^except: there is no/,
    );
  });

  it('for a member that is not there, is faulty, or is the union itself', () => {
    const calendars = {
      office: { timeZone: 'Etc/UTC', open: 'always' },
      bad: { timeZone: 'Etc/UTC', open: { mon: '9-17' } },
      a: { anyOf: ['office', 'b'] },
      b: { anyOf: ['a'] },
    };
    expect(refusal({ anyOf: ['offize'] }, calendars)).toBe(
      'anyOf[0]: there is no calendar "offize"; did you mean office?',
    );
    expect(refusal({ anyOf: ['toString'] }, calendars)).toBe(
      'anyOf[0]: there is no calendar "toString"; name one that is defined',
    );
    expect(refusal({ anyOf: ['office', 'bad'] }, calendars)).toMatch(/^anyOf\[1\]\.open\.mon: /);
    expect(refusal({ anyOf: ['a'] }, calendars)).toMatch(/is a member of itself: a → b → a$/);
    expect(refusal({ anyOf: [] })).toMatch(/^anyOf: a union needs members/);
    expect(refusal({ anyOf: ['office'], open: 'always' }, calendars)).toMatch(/^open: a union takes its hours/);
  });
});
