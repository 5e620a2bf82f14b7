// S-06: The calendar against the naive one, to the millisecond, on random calendars near changes of offset.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCalendar } from '#core/time/time.ts';
import { NaiveCalendar } from './naive.ts';
import { world, type World } from './worlds.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Instants within three days of the change: whole minutes, whole hours and odd milliseconds. */
const nearby = fc.oneof(
  fc.integer({ min: -3 * 1440, max: 4 * 1440 }).map((minutes) => minutes * 60_000),
  fc.integer({ min: -3 * 24, max: 4 * 24 }).map((hours) => hours * HOUR),
  fc.integer({ min: -3 * DAY, max: 4 * DAY }),
);

const seed = Number(process.env.TIME_SEED ?? 20_260_308);
const runs = { seed, numRuns: Number(process.env.TIME_RUNS ?? 40), interruptAfterTimeLimit: 50_000 };

function both(w: World, days = 12) {
  return {
    calendar: compileCalendar(w.definition, w.named),
    naive: new NaiveCalendar(w.offices, w.zone, w.around - days * DAY, w.around + days * DAY),
  };
}

/** What the naive calendar says, unless the question leads out of its stretch. */
function known<T>(ask: () => T): { readonly value: T } | undefined {
  try {
    return { value: ask() };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function agree<T>(actual: () => T, naive: () => T): void {
  const expected = known(naive);
  if (expected !== undefined) expect(actual()).toBe(expected.value);
}

describe('a compiled calendar agrees with the wall clock, minute by minute', () => {
  it('on what is open and when it changes', () => {
    fc.assert(
      fc.property(world, fc.array(nearby, { minLength: 8, maxLength: 8 }), (w, offsets) => {
        const { calendar, naive } = both(w);
        for (const t of offsets.map((offset) => w.around + offset)) {
          expect(calendar.isOpen(t)).toBe(naive.isOpen(t));
          agree(
            () => calendar.nextOpening(t),
            () => naive.nextOpening(t),
          );
          agree(
            () => calendar.nextChange(t),
            () => naive.nextChange(t),
          );
          agree(
            () => calendar.lastOpeningBefore(t),
            () => naive.lastOpeningBefore(t),
          );
          expect(calendar.localDate(t)).toBe(naive.localDate(t));
        }
      }),
      runs,
    );
  });

  it('on working time added and elapsed', () => {
    const amount = fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 40 * 60 }).map((m) => m * 60_000),
      fc.integer({ min: 1, max: 2 * DAY }),
    );
    fc.assert(
      fc.property(world, fc.array(fc.tuple(nearby, nearby, amount), { minLength: 4, maxLength: 4 }), (w, cases) => {
        const { calendar, naive } = both(w);
        for (const [a, b, ms] of cases) {
          const [from, to] = [w.around + a, w.around + b];
          expect(calendar.elapsedMs(from, to)).toBe(naive.elapsedMs(from, to));
          agree(
            () => calendar.addMs(from, ms),
            () => naive.addMs(from, ms),
          );
          if (ms > 0)
            agree(
              () => calendar.addMs(from, -ms),
              () => naive.subtractMs(from, ms),
            );
        }
      }),
      runs,
    );
  });

  it('on business days', () => {
    fc.assert(
      fc.property(
        world,
        fc.array(fc.tuple(nearby, fc.integer({ min: -4, max: 5 })), { minLength: 3, maxLength: 3 }),
        (w, cases) => {
          const { calendar, naive } = both(w);
          for (const [offset, days] of cases) {
            const t = w.around + offset;
            const date = naive.localDate(t);
            expect(calendar.isBusinessDay(date)).toBe(naive.isBusinessDay(date));
            expect(calendar.isOnBusinessDay(t)).toBe(naive.isBusinessDay(date));
            agree(
              () => calendar.addBusinessDays(t, days),
              () => naive.addBusinessDays(t, days),
            );
          }
        },
      ),
      runs,
    );
  });

  it('on spans, which cover the stretch and nothing else', () => {
    fc.assert(
      fc.property(world, nearby, nearby, (w, a, b) => {
        const { calendar, naive } = both(w);
        const [from, to] = [w.around + Math.min(a, b), w.around + Math.max(a, b)];
        const spans = calendar.spans(from, to);
        expect(spans.map((span) => span.from)).toEqual(
          from < to ? [from, ...spans.slice(0, -1).map((span) => span.to)] : [],
        );
        expect(spans.at(-1)?.to ?? to).toBe(to);
        expect(spans.findIndex((span, i) => span.kind === spans[i + 1]?.kind)).toBe(-1);
        for (let t = from; t < to; t += 60_000) {
          const span = spans.find((one) => t >= one.from && t < one.to);
          if (span?.kind !== naive.kindAt(t))
            expect.fail(`${new Date(t).toISOString()}: ${span?.kind} for ${naive.kindAt(t)}`);
        }
      }),
      { ...runs, numRuns: Math.ceil(runs.numRuns / 3) },
    );
  });
});
