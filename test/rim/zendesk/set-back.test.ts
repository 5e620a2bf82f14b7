/** A clock that is set back: tokens and refusals of them are measured by another that nobody sets. */
import { expect, it } from 'vitest';
import { json, startScripted } from './scripted.ts';

it('a refused credential is tried again after a minute, a token renewed in time', async () => {
  let now = Date.parse('2026-03-02T09:00:00Z');
  let elapsed = 0;
  const own = await startScripted({ now: () => now, elapsed: () => elapsed });
  own.answer(json(401, { error: "Couldn't authenticate you" }));
  expect(await own.zendesk.users(['1'])).toMatchObject({ failure: { kind: 'unauthorized' } });
  now -= 3_600_000;
  elapsed += 60_001;
  own.answer(json(200, { users: [] }));
  expect(await own.zendesk.users(['1'])).toEqual({ ok: true, value: [] });
  const tokens = own.tokens();
  now -= 3_600_000;
  elapsed += 1_800_000;
  expect(await own.zendesk.users(['1'])).toEqual({ ok: true, value: [] });
  expect(own.tokens()).toBe(tokens + 1);
  await own.close();
});
