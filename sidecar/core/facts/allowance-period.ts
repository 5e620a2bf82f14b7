// The period of an allowance: since when the tickets of an organization count against it.
import type { EpochMs } from './facts.ts';

/**
 * The first instant of the period in which `at` lies: the calendar month or quarter in the zone, the contract's year from
 * its anniversary (where its start is not known: the calendar year), or the whole contract.
 */
export function periodStart(per: string, at: EpochMs, timeZone: string, startsOn: string | null): EpochMs {
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const first = firstDay(per, today, startsOn === null ? null : Temporal.PlainDate.from(startsOn));
  return first === null ? 0 : first.toZonedDateTime(timeZone).epochMilliseconds;
}

function firstDay(
  per: string,
  today: Temporal.PlainDate,
  startsOn: Temporal.PlainDate | null,
): Temporal.PlainDate | null {
  switch (per) {
    case 'month':
      return today.with({ day: 1 });
    case 'quarter':
      return today.with({ month: today.month - ((today.month - 1) % 3), day: 1 });
    case 'contract':
      return startsOn;
    default:
      return startsOn === null ? today.with({ month: 1, day: 1 }) : anniversary(startsOn, today);
  }
}

/** The last one that is not after today; of 29 February in other years: the 28th. */
function anniversary(startsOn: Temporal.PlainDate, today: Temporal.PlainDate): Temporal.PlainDate {
  const thisYear = startsOn.with({ year: today.year });
  return Temporal.PlainDate.compare(thisYear, today) <= 0 ? thisYear : startsOn.with({ year: today.year - 1 });
}
