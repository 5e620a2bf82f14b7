// Random calendars for both implementations, near the instants at which calendars go wrong.
import fc from 'fast-check';
import type { CalendarDefinition, LeafDefinition } from '#core/time/time.ts';
import type { NaiveOffice } from './naive.ts';

/** Zones with a local midday (UTC) near a change of theirs: summer time both ways, half hours, midnights, skipped days. */
export const EDGES: readonly (readonly [string, string])[] = [
  ['America/Los_Angeles', '2026-03-08'],
  ['America/Los_Angeles', '2026-11-01'],
  ['America/New_York', '2024-03-10'],
  ['America/New_York', '2199-11-03'],
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['Europe/London', '1995-10-22'],
  ['Europe/Dublin', '2030-03-31'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Australia/Sydney', '2026-04-05'],
  ['Pacific/Auckland', '2026-09-27'],
  ['Pacific/Apia', '2011-12-30'],
  ['Pacific/Kwajalein', '1993-08-21'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2019-02-17'],
  ['America/Santiago', '2026-04-05'],
  ['America/Santiago', '2026-09-06'],
  ['America/Havana', '2026-03-08'],
  ['America/Havana', '2026-11-01'],
  ['Africa/Cairo', '2026-04-24'],
  ['Africa/Cairo', '2026-10-30'],
  ['Africa/Casablanca', '2026-02-15'],
  ['Asia/Kathmandu', '1986-01-01'],
  ['Asia/Kolkata', '2026-06-15'],
  ['Asia/Tehran', '2022-03-22'],
  ['Asia/Pyongyang', '2018-05-05'],
  ['Europe/Istanbul', '2016-09-07'],
  ['Etc/UTC', '2028-02-29'],
  ['America/Chicago', '2027-01-01'],
  ['Pacific/Chatham', '2027-04-04'],
];

const NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY = 86_400_000;

export interface World {
  readonly definition: CalendarDefinition;
  readonly named: Readonly<Record<string, CalendarDefinition>>;
  readonly offices: readonly NaiveOffice[];
  readonly zone: string;
  /** Midnight UTC of the date of the change. */
  readonly around: number;
}

const time = fc.oneof(
  fc.constantFrom(0, 30, 60, 90, 105, 120, 135, 150, 180, 540, 720, 1020, 1380, 1410),
  fc.integer({ min: 0, max: 1439 }),
);

const window = fc
  .tuple(time, fc.oneof(time, fc.constant(1440)))
  .filter(([from, to]) => from !== to)
  .map(([from, to]): [number, number] => [from, to > from ? to : to + 1440]);

const week = fc.array(fc.array(window, { maxLength: 3 }), { minLength: 7, maxLength: 7 });
const everyDay = window.map((one) => Array.from({ length: 7 }, () => [one]));
const officeWeek = fc.constant([[], ...Array.from({ length: 5 }, (): [number, number][] => [[540, 1020]]), []]);

function officeAt(timeZone: string, around: number): fc.Arbitrary<NaiveOffice> {
  return fc.record({
    timeZone: fc.constant(timeZone),
    week: fc.oneof(week, everyDay, officeWeek),
    closedOn: fc.array(
      fc.integer({ min: -6, max: 9 }).map((days) => new Date(around + days * DAY).toISOString().slice(0, 10)),
      { maxLength: 3 },
    ),
  });
}

/** One office, or a union of up to three in several zones. */
export const world: fc.Arbitrary<World> = fc.constantFrom(...EDGES).chain(([zone, date]) => {
  const around = Date.parse(`${date}T00:00:00Z`);
  const other = fc
    .constantFrom(zone, 'Europe/Berlin', 'America/Los_Angeles', 'Asia/Tokyo')
    .chain((z) => officeAt(z, around));
  return fc
    .tuple(officeAt(zone, around), fc.array(other, { maxLength: 2 }))
    .map(([first, others]) => toWorld([first, ...others], zone, around));
});

function toWorld(offices: readonly NaiveOffice[], zone: string, around: number): World {
  const named = Object.fromEntries(offices.map((office, i) => [`office${i}`, toDefinition(office)]));
  const definition = offices.length === 1 ? named.office0! : { anyOf: Object.keys(named), timeZone: zone };
  return { definition, named, offices, zone, around };
}

/** The office in policy form. */
export function toDefinition(office: NaiveOffice): LeafDefinition {
  const open = Object.fromEntries(
    office.week.map((windows, day) => [NAMES[day]!, windows.map(([from, to]) => `${clock(from)}-${clock(to)}`)]),
  );
  return { timeZone: office.timeZone, open, closedOn: office.closedOn };
}

function clock(minutes: number): string {
  const ofDay = minutes > 1440 ? minutes - 1440 : minutes;
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`;
}
