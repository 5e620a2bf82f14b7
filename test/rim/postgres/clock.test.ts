/** The database's clock, carried on without asking: what webhooks and tokens are judged by. */
import { expect, it } from 'vitest';
import { createClock } from '#rim/postgres/clock.ts';

it('tells nothing before it was heard, and is carried on and moved afterwards', async () => {
  let elapsed = 1_000;
  let offset = 0;
  const clock = createClock(
    { clockOffset: () => offset, rows: <Row>() => Promise.resolve([{ now: 50_000 } as Row]) },
    () => elapsed,
  );
  expect(clock.latest()).toBeNull();
  expect(await clock.now()).toBe(50_000);
  elapsed += 700;
  expect(clock.latest()).toBe(50_700);
  offset = 3_600_000;
  expect(clock.latest()).toBe(3_650_700);
});

it('is not moved twice where it is moved while it is asked', async () => {
  let offset = 0;
  const clock = createClock(
    {
      clockOffset: () => offset,
      rows: <Row>() => {
        // The connection was made only then, and tells the moved time.
        offset = 900_000;
        return Promise.resolve([{ now: 50_000 + offset } as Row]);
      },
    },
    () => 1_000,
  );
  expect(await clock.now()).toBe(950_000);
  expect(clock.latest()).toBe(950_000);
});
