/** G-05: Dear questions go in a few at a time; the others wait, but not for ever, and cheap ones go past them. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createGate } from '#rim/graphql/gate.ts';
import { startGraphql, type Answer, type GraphqlHarness } from './harness.ts';

const DEAR = 240;

describe('the gate', () => {
  it('lets in what costs little, one of the dearest, and the next in their order', async () => {
    const gate = createGate();
    const first = await gate.enter(DEAR);
    const began: string[] = [];
    const second = gate.enter(DEAR).then((leave) => (began.push('second'), leave));
    const third = gate.enter(50).then((leave) => (began.push('third'), leave));
    (await gate.enter(26))?.();
    expect(began).toEqual([]);
    first?.();
    await Promise.all([second, third]);
    expect(began).toEqual(['second', 'third']);
  });

  it('leaves a place empty for as long as it was taken, but not for long', async () => {
    vi.useFakeTimers();
    try {
      const gate = createGate();
      const began: string[] = [];
      for (const { taken, rest } of [
        { taken: 30, rest: 30 },
        { taken: 5_000, rest: 100 },
      ]) {
        const leave = await gate.enter(DEAR);
        vi.advanceTimersByTime(taken);
        leave?.();
        void gate.enter(DEAR).then((leaveNext) => {
          began.push(`after ${String(taken)}`);
          leaveNext?.();
        });
        await vi.advanceTimersByTimeAsync(rest - 1);
        expect(began).not.toContain(`after ${String(taken)}`);
        await vi.advanceTimersByTimeAsync(1);
        expect(began).toContain(`after ${String(taken)}`);
        await vi.advanceTimersByTimeAsync(200);
      }
    } finally {
      vi.useRealTimers();
    }
  });

  it('sends away who has waited two seconds, and lets in who fits then', async () => {
    vi.useFakeTimers();
    try {
      const gate = createGate();
      await gate.enter(DEAR);
      const dear = gate.enter(DEAR);
      vi.advanceTimersByTime(1_000);
      const fitting = gate.enter(50);
      vi.advanceTimersByTime(1_000);
      expect(await dear).toBe(null);
      expect(await fitting).toBeTypeOf('function');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the parts of a question', () => {
  let graphql: GraphqlHarness;
  let underWay = 0;
  let most = 0;
  const slow = async <Answer>(answer: Answer): Promise<Answer> => {
    most = Math.max(most, ++underWay);
    await new Promise((done) => setTimeout(done, 2));
    underWay -= 1;
    return answer;
  };
  const period = 'from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z", by: [TIER]';
  const parts = (count: number): string =>
    `{ ${Array.from({ length: count }, (_, index) => `a${String(index)}: policy(id: "none") { id }`).join(' ')} }`;
  beforeAll(async () => {
    graphql = await startGraphql({ services: { attainment: () => slow([]), policy: () => slow(null) } });
  });
  afterAll(() => graphql.close());

  it('are answered one after the other where it is dear, at once where it is cheap', async () => {
    const dear = await graphql.ask(`{ a: attainment(${period}) { met } b: attainment(${period}) { met } }`);
    expect([dear.data, most]).toEqual([{ a: [], b: [] }, 1]);
    const cheap = await graphql.ask(parts(2));
    expect([cheap.data, most]).toEqual([{ a0: null, a1: null }, 2]);
  });
});

describe('the door', () => {
  let graphql: GraphqlHarness;
  let release = (): void => undefined;
  beforeAll(async () => {
    const released = new Promise<void>((resolve) => (release = resolve));
    graphql = await startGraphql({ services: { attainment: () => released.then(() => []) } });
  });
  afterAll(() => graphql.close());

  it('says RATE_LIMITED and when to come again to whom the line has no room for', async () => {
    const one = 'attainment(from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z", by: [TIER]) { met }';
    const dear = `{ a: ${one} b: ${one} c: ${one} d: ${one} }`;
    const answers: Answer[] = [];
    const all = Array.from({ length: 30 }, async () => answers.push(await graphql.ask(dear)));
    await expect.poll(() => answers.length).toBeGreaterThanOrEqual(9);
    expect((await graphql.ask(dear)).status).toBe(429);
    expect((await graphql.ask('{ queue { total } }')).status).toBe(200);
    release();
    await Promise.all(all);
    const away = answers.filter(({ status }) => status === 429);
    expect(away.length).toBeGreaterThanOrEqual(9);
    for (const { code, headers } of away) expect([code, headers.get('retry-after')]).toEqual(['RATE_LIMITED', '1']);
    expect(answers.find(({ status }) => status === 200)?.data).toEqual({ a: [], b: [], c: [], d: [] });
  });
});
