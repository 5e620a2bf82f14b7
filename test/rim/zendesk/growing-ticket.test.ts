/** A ticket that grows by chance, however Zendesk pages its audits: each reading knows all of them, and a small burst costs one request. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '#test/sandbox/random.ts';
import { AUDITS, json, startScripted, TICKET, type Scripted } from './scripted.ts';

type Paging = 'a cursor at the end too' | 'no cursor at the end' | 'by numbers';

let server: Scripted;
beforeAll(async () => {
  server = await startScripted({ marketplace: { name: 'Tierline', organizationId: '1', appId: null } });
});
afterAll(() => server.close());

/** The page of audits 1 to `count` that the request asks for. */
function pageOf(url: string, count: number, paging: Paging): object {
  const query = new URL(url, 'https://x.test').searchParams;
  const size = Number(query.get('page[size]') ?? 100);
  const page = Number(query.get('page') ?? 1);
  const from = paging === 'by numbers' ? (page - 1) * size : Number(query.get('page[after]') ?? 0);
  const to = Math.min(count, from + size);
  const audits = Array.from({ length: to - from }, (_, index) => ({ ...AUDITS[1], id: from + index + 1 }));
  const isMore = to < count;
  const link = (name: string, value: number): string => {
    query.set(name, String(value));
    return `https://x.test/api/v2/x?${query.toString()}`;
  };
  const tickets = audits.length === 0 ? [] : [TICKET];
  if (paging === 'by numbers') return { audits, tickets, next_page: isMore ? link('page', page + 1) : null };
  const cursor = isMore || (paging === 'a cursor at the end too' && audits.length > 0) ? String(to) : null;
  return {
    audits,
    tickets,
    meta: { has_more: isMore, after_cursor: cursor },
    links: { next: isMore ? link('page[after]', to) : null },
  };
}

test.each<[Paging, number]>([
  ['a cursor at the end too', 1],
  ['a cursor at the end too', 2],
  ['no cursor at the end', 3],
  ['by numbers', 4],
])('%s, seed %i', async (paging, seed) => {
  const random = seededRandom(seed);
  let count = 1;
  server.answer(({ url }, response) => json(200, pageOf(url, count, paging))({} as never, response));
  const known = new Set<string>();
  for (let reading = 0; reading < 60; reading++) {
    const news = Math.floor(random() ** 3 * 120);
    count += reading === 0 ? 0 : news;
    const after = [...known].at(-1) ?? null;
    server.calls();
    const before = server.asked.length;
    // Told of all, of some, or of what comes later.
    const expected = Math.round(news * [1, 1, 0.2, 1.5][Math.floor(random() * 4)]!);
    const answer = await server.zendesk.readTicket('35436', after, null, expected);
    if (!answer.ok) throw new Error(answer.failure.message);
    for (const { id } of answer.value.audits) known.add(id);
    expect([...known].map(Number)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    const isOneEnough = after !== null && paging === 'a cursor at the end too' && news > 0 && news <= 100;
    if (isOneEnough && expected >= news) expect(server.asked.length - before).toBe(1);
  }
  expect(count).toBeGreaterThan(500);
});
