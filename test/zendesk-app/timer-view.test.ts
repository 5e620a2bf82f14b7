/** What a timer shows: only instants are subtracted. */
import { expect, test } from 'vitest';
import { byUrgency, nextTick, timerView } from '../../zendesk-app/sidebar/timer-view.ts';
import { after, AT, HOUR, span, timer } from './states/make.ts';

const MINUTE = 60_000;

test('the time left is calendar time, and working time counts open spans only', () => {
  const split = timer('First response', 2 * HOUR, 14 * HOUR, {
    receipt: [
      span(-HOUR, HOUR / 2, 'OPEN'),
      span(HOUR / 2, 13.5 * HOUR, 'CLOSED'),
      span(13.5 * HOUR, 14 * HOUR, 'OPEN'),
    ],
  });
  const view = timerView(split, AT);
  expect(view.left).toBe(14 * HOUR);
  expect(view.workingLeft).toBe(HOUR);
  expect(view.used).toBe(0.5);
});

test.each([
  [0, 'RUNNING'],
  [45 * MINUTE, 'AT_RISK'],
  [60 * MINUTE, 'BREACHED'],
])('%d ms later it looks %s, without another answer', (ms, look) => {
  expect(timerView(timer('First response', 2 * HOUR, HOUR), AT + ms).look).toBe(look);
});

test('the most urgent comes first', () => {
  const met = timer('Met', HOUR, 0, { state: 'MET', metAt: after(-MINUTE) });
  const paused = timer('Paused', HOUR, HOUR, { state: 'PAUSED', dueAt: null });
  const late = timer('Late', HOUR, -MINUTE);
  const soon = timer('Soon', HOUR, 20 * MINUTE);
  const later = timer('Later', 8 * HOUR, 5 * HOUR);
  const order = byUrgency([met, later, paused, soon, late], AT).map((view) => view.timer.title);
  expect(order).toEqual(['Late', 'Soon', 'Later', 'Paused', 'Met']);
});

test('late is how much later it was met than due', () => {
  const view = timerView(
    timer('Update', HOUR, 0, { state: 'BREACHED_MET', dueAt: after(0), metAt: after(14 * MINUTE) }),
    AT,
  );
  expect(view.late).toBe(14 * MINUTE);
});

test('it ticks when the text changes: by the minute, by the second at the end, not at all when nothing runs', () => {
  expect(nextTick([timer('A', 2 * HOUR, 84 * MINUTE + 10_000)], AT)).toBe(10_001);
  expect(nextTick([timer('A', 2 * HOUR, 4 * MINUTE + 300)], AT)).toBe(301);
  expect(nextTick([timer('A', 2 * HOUR, HOUR, { state: 'PAUSED', dueAt: null })], AT)).toBeNull();
});
