// While much is under way, write-backs wait a moment for more of the same; what somebody must hear of does not.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAtWork } from '#flow/worker/at-work.ts';
import { createGathering } from '#flow/worker/gathering.ts';
import type { Settling } from '#flow/settle/settling.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const settling = (ticketId: string, notes: number): Settling =>
  ({
    claim: { ticketId },
    ticket: { id: ticketId, priority: null, tags: [] },
    writeBack: {
      wantedPriority: 'high',
      wantedTags: [],
      writtenTags: [],
      attempts: 0,
      notes: Array.from({ length: notes }, () => ({ cause: 'c', text: 't' })),
    },
  }) as unknown as Settling;

/** With `others` tickets under way; `sent` names what went out, a job by the number of its tickets. */
function gather(others: number) {
  const sent: string[] = [];
  const atWork = createAtWork();
  atWork.begin(Array.from({ length: others }, (_, index) => `other ${String(index)}`));
  const gathering = createGathering(atWork, (alone, groups) => {
    sent.push(...alone.map(({ claim }) => claim.ticketId), ...groups.map((group) => `job of ${String(group.length)}`));
  });
  /** `count` more each quarter of a second. */
  const trickle = (times: number, count: number): void => {
    for (let time = 0; time < times; time++) {
      for (let index = 0; index < count; index++) gathering.add(settling(`${String(time)}.${String(index)}`, 0));
      vi.advanceTimersByTime(250);
    }
  };
  return { sent, atWork, gathering, trickle };
}

test('what trickles in while much is under way shares a job a second', () => {
  const { sent, trickle, gathering } = gather(50);
  trickle(8, 3);
  vi.advanceTimersByTime(1_000);
  expect(sent.filter((each) => !each.startsWith('job'))).toEqual([]);
  expect(sent.length).toBeLessThanOrEqual(3);
  expect(gathering.isEmpty()).toBe(true);
});

test('when little else is under way, at a stop, and in a crowd nothing waits', () => {
  const idle = gather(0);
  idle.gathering.add(settling('1', 0));
  vi.advanceTimersByTime(0);
  expect(idle.sent).toEqual(['1']);
  expect(idle.atWork.count()).toBe(0);

  const stopping = gather(50);
  stopping.gathering.add(settling('1', 0));
  stopping.gathering.hurry();
  vi.advanceTimersByTime(250);
  expect(stopping.sent).toEqual(['1']);

  const crowd = gather(50);
  crowd.trickle(1, 160);
  expect(crowd.sent).toEqual(['job of 100', 'job of 60']);
});

test('notes go out with the next, those that only share a job stay', () => {
  const { sent, gathering } = gather(50);
  gathering.add(settling('quiet', 0));
  gathering.add(settling('told', 1));
  vi.advanceTimersByTime(250);
  expect(sent).toEqual(['told']);
  vi.advanceTimersByTime(750);
  expect(sent).toEqual(['told', 'quiet']);
});
