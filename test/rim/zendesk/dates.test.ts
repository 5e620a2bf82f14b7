/** What Zendesk's answers say of the time, also those that refuse. */
import { expect, it } from 'vitest';
import { json, startScripted } from './scripted.ts';

it('the date of every answer is told with what the answer took', async () => {
  const told: { date: number; tookMs: number }[] = [];
  const server = await startScripted({ onDate: (date, tookMs) => void told.push({ date, tookMs }) });
  try {
    const date = 'Mon, 02 Mar 2026 09:00:00 GMT';
    server.answer(
      json(200, { user: { id: 1 } }, { date }),
      json(503, {}, { date }),
      json(200, { user: { id: 1 } }, { date: 'a while ago' }),
    );
    for (let times = 0; times < 3; times++) await server.zendesk.me();
    expect(told.map((one) => one.date)).toEqual([Date.UTC(2026, 2, 2, 9), Date.UTC(2026, 2, 2, 9)]);
    for (const { tookMs } of told) expect(tookMs).toBeGreaterThanOrEqual(0);
  } finally {
    await server.close();
  }
});
