// Local dates of a zone that is no calendar's own: the policy's, or one that a condition names.
import type { EpochMs } from '#core/facts/facts.ts';
import type { Policy } from '#core/policy/policy.ts';
import { LAST_INSTANT } from '#core/time/changes.ts';
import { compileCalendar, type Calendar } from '#core/time/time.ts';
import { oncePer } from './once.ts';

const zonesOf = oncePer((_: Policy) => new Map<string, Calendar>());

/** A clock that is always open in this zone, for its dates and weekdays. */
export function zoneOf(policy: Policy, timeZone: string): Calendar {
  const zones = zonesOf(policy);
  let zone = zones.get(timeZone);
  if (zone === undefined) zones.set(timeZone, (zone = compileCalendar({ timeZone, open: 'always' })));
  return zone;
}

/**
 * The first instant of the day that lies so many days after a local date. Some days do not begin at midnight. After 9999-12-31,
 * which people write for a day that never comes, it is the last instant that there is.
 */
export function dayAfter(zone: Calendar, date: string, days = 1): EpochMs {
  const later = zone.addCalendarDays(zone.startOfDate(date), days);
  return later < LAST_INSTANT ? zone.startOfDate(zone.localDate(later)) : LAST_INSTANT - 1;
}
