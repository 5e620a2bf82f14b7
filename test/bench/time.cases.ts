// What the time benchmark asks: two weekly calendars in Los Angeles with the federal holidays, and random questions.
import type { LeafDefinition } from '#core/time/time.ts';
import type { NaiveOffice } from '#test/core/time/naive.ts';

export const ZONE = 'America/Los_Angeles';

export const HOLIDAYS: readonly string[] = [
  ...['01-01', '01-15', '02-19', '05-27', '06-19', '07-04', '09-02', '10-14', '11-11', '11-28', '12-25'].map(
    (d) => `2024-${d}`,
  ),
  ...['01-01', '01-20', '02-17', '05-26', '06-19', '07-04', '09-01', '10-13', '11-11', '11-27', '12-25'].map(
    (d) => `2025-${d}`,
  ),
  ...['01-01', '01-19', '02-16', '05-25', '06-19', '07-03', '09-07', '10-12', '11-11', '11-26', '12-25'].map(
    (d) => `2026-${d}`,
  ),
];

/** Windows in minutes of the day, Sunday first. */
export type Week = NaiveOffice['week'];

export interface BenchCalendar {
  readonly name: 'office' | 'split';
  readonly week: Week;
  readonly definition: LeafDefinition;
}

export interface Question {
  readonly start: number;
  readonly minutes: number;
}

const office: Week = [[], ...Array.from({ length: 5 }, () => [[540, 1020]] as const), []];
const split: Week = [
  [],
  ...Array.from(
    { length: 5 },
    () =>
      [
        [480, 720],
        [780, 1080],
      ] as const,
  ),
  [[600, 840]],
];

export const CALENDARS: readonly BenchCalendar[] = [
  {
    name: 'office',
    week: office,
    definition: { timeZone: ZONE, open: { 'mon-fri': '09:00-17:00' }, closedOn: HOLIDAYS },
  },
  {
    name: 'split',
    week: split,
    definition: {
      timeZone: ZONE,
      open: { 'mon-fri': '08:00-12:00, 13:00-18:00', sat: '10:00-14:00' },
      closedOn: HOLIDAYS,
    },
  },
];

const FROM = Date.UTC(2024, 0, 8);
const TO = Date.UTC(2026, 10, 1);
const SWITCHES = ['2024-03-10', '2024-11-03', '2025-03-09', '2025-11-02', '2026-03-08'].map((date) =>
  Date.parse(`${date}T10:00:00Z`),
);

/** Random starts at whole minutes, with 60 minutes to 10 business days of 8 hours. The same ones in every run. */
export function questions(count: number, near = false): Question[] {
  const random = sequence(near ? 7 : 42);
  return Array.from({ length: count }, () => {
    const anywhere = FROM + random() * (TO - FROM);
    const nearSwitch = SWITCHES[Math.floor(random() * SWITCHES.length)]! + (random() - 0.5) * 7 * 86_400_000;
    const start = Math.floor((near ? nearSwitch : anywhere) / 60_000) * 60_000;
    return { start, minutes: 60 + Math.floor(random() * (4800 - 60)) };
  });
}

/** mulberry32: small, seeded, good enough to spread questions. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
