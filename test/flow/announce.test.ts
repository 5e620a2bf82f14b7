// Announcing a notice: the same one told again is that notice, and stays announced when it was told first.
import { expect, test } from 'vitest';
import { putNotice } from '#flow/announce.ts';
import type { AnnouncePorts } from '#flow/announce.ts';
import type { NoticeRecord } from '#flow/ports/policies.ts';
import { samplePolicy } from '#test/support/policies.ts';
import { ADMIN } from './sidecar.ts';

const FROM = Date.parse('2026-06-09T10:10:00+01:00');
const TWO_DAYS = 2 * 86_400_000;

test('a repetition, e.g. because the answer was lost, shortens no lead; an instant that is said moves it', async () => {
  const policy = await samplePolicy('starleaf');
  const kept = new Map<string, NoticeRecord>();
  let now = FROM - TWO_DAYS;
  const ports = {
    notices: {
      put(notice: NoticeRecord) {
        kept.set(notice.id, notice);
        return Promise.resolve(notice);
      },
      current: () => Promise.resolve([...kept.values()]),
    },
    registry: { current: () => policy },
    clock: { now: () => Promise.resolve(now) },
  } as unknown as AnnouncePorts;
  const announce = async (announced: number | null) => {
    const wish = { policyId: 'starleaf', kind: 'maintenance', text: null, from: FROM, to: FROM + 3_600_000 };
    const outcome = await putNotice({ ...wish, announced, organizations: [], by: ADMIN }, ports);
    return outcome.kind === 'done' ? [outcome.value.notice.announced, outcome.value.lead] : outcome.code;
  };
  const first = await announce(null);
  expect(first).toEqual([FROM - TWO_DAYS, 'enough']);
  now += 60_000;
  expect(await announce(null)).toEqual(first);
  expect(kept.size).toBe(1);
  expect(await announce(now)).not.toEqual(first);
});
