/** Keeping the shown judgement fresh, with a clock and a sidecar of the test's own. */
import { expect, test } from 'vitest';
import type { TicketSupport } from '#schema/generated/support.ts';
import type { SavedCopies, Saved } from '../../zendesk-app/api/saved.ts';
import type { ActResult, Fetched, Sidecar } from '../../zendesk-app/api/sidecar.ts';
import { watchTicket } from '../../zendesk-app/api/watch.ts';
import { AT, support } from './states/make.ts';

type Answer = Fetched<TicketSupport | null>;

function setUp() {
  let now = AT;
  let timers: { at: number; work: () => void }[] = [];
  const handlers = new Map<string, (data: unknown) => void>();
  const pending: ((answer: Answer) => void)[] = [];
  const copies = new Map<string, Saved>();
  let hidden = false;
  let onVisibility = () => undefined as void;
  let acted: ActResult = { kind: 'unreachable' };
  const saved: SavedCopies = {
    read: (id) => copies.get(id) ?? null,
    write: (copy) => void copies.set(copy.support.ticketId, copy),
  };
  const sidecar: Sidecar = {
    support: async () => new Promise((resolve) => pending.push(resolve)),
    organization: async () => ({ kind: 'unreachable' }) as const,
    whatIf: async () => ({ kind: 'unreachable' }),
    act: async () => acted,
  };
  const watch = watchTicket({
    ticketId: '35436',
    host: {
      on: (event, handler) => {
        handlers.set(event, handler);
        return () => handlers.delete(event);
      },
    },
    sidecar,
    saved,
    clock: {
      now: () => now,
      after: (ms, work) => {
        const timer = { at: now + ms, work };
        timers.push(timer);
        return () => void (timers = timers.filter((one) => one !== timer));
      },
    },
    visibility: {
      hidden: () => hidden,
      onChange: (listener) => {
        onVisibility = listener;
        return () => undefined;
      },
    },
  });
  return {
    watch,
    copies,
    asked: () => pending.length,
    /** Answers the oldest question that is open. */
    answer: async (given: Answer) => {
      pending.shift()?.(given);
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    },
    pass: (ms: number) => {
      now += ms;
      const due = timers.filter((timer) => timer.at <= now);
      timers = timers.filter((timer) => timer.at > now);
      for (const timer of due) timer.work();
    },
    waiting: () => timers.length,
    emit: (event: string) => handlers.get(event)?.({}),
    hide: (value: boolean) => {
      hidden = value;
      onVisibility();
    },
    willAct: (result: ActResult) => (acted = result),
  };
}

const data = (overrides: Partial<TicketSupport> = {}): Answer => ({ kind: 'data', data: support(overrides) });

test('it asks at once, shows the answer and saves it', async () => {
  const given = setUp();
  expect(given.watch.view()).toEqual({ kind: 'loading' });
  await given.answer(data());
  expect(given.watch.view()).toMatchObject({ kind: 'shown', trouble: null });
  expect(given.copies.has('35436')).toBe(true);
});

test('an event of the ticket asks again, also after what follows it', async () => {
  const given = setUp();
  await given.answer(data());
  given.emit('ticket.updated');
  given.pass(250);
  expect(given.asked()).toBe(1);
  await given.answer(data());
  given.pass(1_000);
  expect(given.asked()).toBe(1);
});

test('many questions at once are one more', async () => {
  const given = setUp();
  given.watch.refresh();
  given.watch.refresh();
  expect(given.asked()).toBe(1);
  await given.answer(data());
  expect(given.asked()).toBe(1);
  await given.answer(data());
  expect(given.asked()).toBe(0);
});

test('a sidecar that is down shows what was saved, and is asked again later and later', async () => {
  const given = setUp();
  await given.answer(data());
  given.watch.refresh();
  await given.answer({ kind: 'unreachable' });
  expect(given.watch.view()).toMatchObject({ kind: 'shown', trouble: { nextTryAt: AT + 5_000 } });
  given.pass(5_000);
  await given.answer({ kind: 'unreachable' });
  expect(given.watch.view()).toMatchObject({ trouble: { nextTryAt: AT + 15_000 } });
  given.pass(10_000);
  await given.answer(data());
  expect(given.watch.view()).toMatchObject({ kind: 'shown', trouble: null });
});

test('without a saved copy it says that it is down', async () => {
  const given = setUp();
  await given.answer({ kind: 'unreachable' });
  expect(given.watch.view()).toMatchObject({ kind: 'down' });
});

test('a ticket that the sidecar does not know is asked for again', async () => {
  const given = setUp();
  await given.answer({ kind: 'data', data: null });
  expect(given.watch.view()).toEqual({ kind: 'unknown' });
  given.pass(2_000);
  expect(given.asked()).toBe(1);
});

test('a ticket that is looked at for the first time is asked for again in a moment, and then it is told what is wrong', async () => {
  const given = setUp();
  const busy = { kind: 'fault', code: 'UNAVAILABLE', message: 'being looked at' } as const;
  for (let times = 0; times < 4; times += 1) {
    await given.answer(busy);
    expect(given.watch.view()).toEqual({ kind: 'unknown' });
    given.pass(1_000);
  }
  await given.answer(busy);
  expect(given.watch.view()).toMatchObject({ kind: 'down', trouble: { failure: busy } });
});

test('nobody looks: nothing is asked; on coming back it asks at once', async () => {
  const given = setUp();
  await given.answer(data());
  given.hide(true);
  expect(given.waiting()).toBe(0);
  given.emit('ticket.updated');
  given.pass(600_000);
  expect(given.asked()).toBe(0);
  given.hide(false);
  expect(given.asked()).toBe(1);
});

test('what was asked before an act is not shown after it', async () => {
  const given = setUp();
  await given.answer(data());
  given.watch.refresh();
  given.willAct({ kind: 'done', support: support({ advice: [{ text: 'after', links: [], cites: [] }] }) });
  await given.watch.act('startTimer', { metric: 'report' });
  await given.answer(data());
  expect(given.watch.view()).toMatchObject({ support: { advice: [{ text: 'after' }] } });
});

test("the sidecar's clock is kept as a difference, and does not jitter", async () => {
  const given = setUp();
  await given.answer(data({ at: new Date(AT + 3_600_000).toISOString() }));
  expect(given.watch.view()).toMatchObject({ clockOffset: 3_600_000 });
  given.watch.refresh();
  await given.answer(data({ at: new Date(AT + 3_600_900).toISOString() }));
  expect(given.watch.view()).toMatchObject({ clockOffset: 3_600_000 });
});

test('stopped, it asks no more', async () => {
  const given = setUp();
  await given.answer(data());
  given.watch.stop();
  given.pass(600_000);
  expect(given.asked()).toBe(0);
});
