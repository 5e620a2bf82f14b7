/** S-04: The database's clock beside Zendesk's: told when they differ, and only then. */
import { expect, test } from 'vitest';
import { createClockWatch } from '#flow/clock-watch.ts';
import { causesOf } from '#flow/health.ts';

const AT = Date.parse('2026-03-02T09:00:00Z');

function watching() {
  const lines: string[] = [];
  const state = { now: AT as number | null };
  const write = (_fields: object, message: string) => void lines.push(message);
  const watch = createClockWatch(() => state.now, { debug: write, info: write, warn: write, error: write });
  const cause = async () =>
    (
      await causesOf({
        databaseState: () => Promise.resolve('ready' as const),
        registry: { ids: () => ['nextplane'], unread: () => [] } as never,
        standing: { told: () => undefined, refusedSince: () => Promise.resolve(null) },
        agenda: { backlog: () => Promise.reject(new Error('not asked')) },
        clocks: watch,
        defaultPolicy: null,
      })
    ).find(({ name }) => name === 'clock');
  /** Answers whose date is so many ms after the database's instant. */
  const answers = (count: number, ms: number, tookMs = 40) => {
    for (let index = 0; index < count; index++) watch.told(Math.floor((AT + ms) / 1_000) * 1_000, tookMs);
  };
  return { watch, state, lines, cause, answers };
}

test('what an answer took, and the part of its second, are no difference', async () => {
  const { watch, answers, lines, cause } = watching();
  expect([watch.offset(), await cause()]).toMatchObject([null, { ready: true, detail: null }]);
  for (const [ms, took] of [
    [0, 0],
    [-40, 40],
    [-14_000, 15_000],
    [-999, 0],
  ] as const) {
    answers(3, ms, took);
    expect(Math.abs(watch.offset() ?? NaN)).toBe(0);
  }
  answers(3, -59_000);
  expect([await cause(), lines]).toMatchObject([{ ready: true, detail: null }, []]);
});

test('a database an hour ahead is told as a cause that takes nobody out of service, until it is mended', async () => {
  const { answers, lines, cause } = watching();
  answers(3, -3_600_000);
  expect(await cause()).toEqual({
    name: 'clock',
    ready: false,
    required: false,
    detail: "the database's clock is 3599 s ahead of Zendesk's: timers fire early",
  });
  answers(5, -3_600_000);
  expect(lines).toEqual(["the database's clock and Zendesk's differ: timers fire at the wrong instants"]);
  answers(1, 0);
  expect(await cause()).toMatchObject({ ready: true });
  expect(lines).toHaveLength(2);
});

test('one that is behind fires late; one odd answer, and a clock that was not heard yet, say nothing', async () => {
  const { watch, answers, state, cause } = watching();
  answers(3, 3_600_000);
  expect((await cause())?.detail).toBe("the database's clock is 3600 s behind Zendesk's: timers fire late");
  answers(3, 0);
  answers(1, -86_400_000);
  expect(watch.offset()).toBeCloseTo(0);
  state.now = null;
  answers(3, -86_400_000);
  watch.told(NaN, 0);
  expect(watch.offset()).toBeCloseTo(0);
});
