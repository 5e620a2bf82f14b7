// The export from its first page on, where our clock is ahead of Zendesk's, which takes no start of its last minute.
import { expect, test } from 'vitest';
import type { ReconcilePorts } from '#flow/reconcile.ts';
import { reconcile } from '#flow/reconcile.ts';

const HOUR = 3_600_000;
const ZENDESK_NOW = Date.UTC(2026, 2, 3, 10);

test.each([
  ['right', 0],
  ['ten minutes ahead', HOUR / 6],
  ['hours ahead', 5 * HOUR],
])('with a clock that is %s it is followed at once', async (_how, ahead) => {
  const kept = new Map([['installed_at', String(ZENDESK_NOW + ahead)]]);
  const starts: number[] = [];
  const ports = {
    zendesk: {
      exportTickets: ({ startTime }: { startTime: number }) => {
        starts.push(startTime);
        return Promise.resolve(
          startTime > ZENDESK_NOW - 60_000
            ? { ok: false, failure: { kind: 'invalid', message: 'Too recent start_time' } }
            : { ok: true, value: { tickets: [], cursor: 'c', endOfStream: true } },
        );
      },
    },
    settings: {
      get: (name: string) => Promise.resolve(kept.get(name) ?? null),
      set: (name: string, value: string) => Promise.resolve(void kept.set(name, value)),
    },
    tickets: { known: () => Promise.resolve(new Map()) },
    agenda: { ask: () => Promise.resolve() },
    clock: { now: () => Promise.resolve(ZENDESK_NOW + ahead) },
    exclusively: async (_name: string, _ms: number, work: () => Promise<unknown>) => ({ value: await work() }),
  } as unknown as ReconcilePorts;
  expect(await reconcile(ports)).toMatchObject({ kind: 'followed', atEnd: true });
  expect(kept.get('export.cursor')).toBe('c');
  expect(starts.length).toBe(ahead === 0 ? 1 : 2);
});
