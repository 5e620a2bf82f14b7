// Holidays and calendars as written.
import { z } from 'zod';
import { cites, dayOfYear, id, many, names, number, strict, text, once } from './values.ts';

const weekdayNames = () => text(40).describe('Days of the week: mon, mon-fri, sat,sun');

export const holidayRule = once(() =>
  z.union([
    text(100),
    strict({
      country: text(10).describe('ISO country: its public holidays, each day itself and its substitute day').optional(),
      region: text(20).describe('A region of that country (state, nation, canton)').optional(),
      types: many(text(20)).describe('Kinds of holiday to take; default: public').optional(),
      date: dayOfYear().describe('One date: 2026-12-25, or 12-25 of every year').optional(),
      dates: many(dayOfYear()).describe('Several dates').optional(),
      from: dayOfYear().describe('First day of a range; it may run over new year').optional(),
      to: dayOfYear().describe('Last day of a range').optional(),
      after: text(80)
        .describe('A day counted from a named holiday: thanksgiving, easter, a holiday of the set')
        .optional(),
      before: text(80).describe('A day before a named holiday').optional(),
      days: number().describe('How many days after or before; default 1').optional(),
      name: text(80).describe('What the day is called').optional(),
      set: id().describe('All days of another set').optional(),
      except: many(z.union([dayOfYear(), text(80)]))
        .describe('Days that are not holidays after all: dates or names')
        .optional(),
      weekday: weekdayNames().describe('The n-th weekday of a month: with nth and month').optional(),
      nth: number().describe('1 to 5 from the start of the month, -1 the last').optional(),
      month: number().describe('1 to 12').optional(),
      observed: z
        .enum(['next_weekday', 'nearest_weekday'])
        .describe('When the day falls on a weekend: the next weekday that is no holiday of the set, or the nearest one')
        .optional(),
    }),
  ]),
);

const hours = once(() => z.union([many(text(200)), z.array(text(200)).max(0)]));

export const calendar = once(() =>
  z.union([
    z.literal('always'),
    strict({
      title: text(200).optional(),
      timeZone: text(60)
        .describe("IANA zone (Europe/London), or organization.timeZone for the customer's own")
        .optional(),
      open: z
        .union([z.enum(['always', 'never', '24x7']), z.record(z.string(), hours())])
        .describe('always, or hours by day: { mon-fri: 09:00-17:00, sat: [09:00-12:00, 13:00-17:00] }')
        .optional(),
      closedOn: many(holidayRule()).describe('Holiday sets, dates, or organization.holidays').optional(),
      holidays: many(holidayRule()).describe('The same as closedOn').optional(),
      except: z
        .record(z.string(), hours())
        .describe('Dates with hours of their own: { 2026-12-24: 09:00-12:00 }')
        .optional(),
      otherwise: id().describe("The calendar to use where the customer's zone is not known").optional(),
      anyOf: names().describe('Open whenever one of these calendars is').optional(),
      cites: cites().optional(),
    }),
  ]),
);
