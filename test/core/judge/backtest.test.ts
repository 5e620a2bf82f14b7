/** A draft on recorded tickets: what it would have kept, moved and broken. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Backtest } from '#core/judge/backtest.ts';
import { compilePolicy } from '#core/policy/compile.ts';
import type { Policy } from '#core/policy/policy.ts';
import { readPolicy } from '#core/policy/read.ts';
import { answeredAfter, OPENED, stricter } from '#test/support/answered-ticket.ts';

const HOUR = 3_600_000;
const LATER = OPENED + 30 * 24 * HOUR;
const TEXT = await readFile('sidecar/policies/nextplane.yaml', 'utf8');

function compiled(text: string): Policy {
  const read = readPolicy(text, { file: 'nextplane.yaml' });
  if (read.kind === 'faults') throw new Error(JSON.stringify(read.problems));
  const result = compilePolicy(read.document, { holidays: () => [], version: 1 });
  if (result.kind === 'faults') throw new Error(JSON.stringify(result.problems));
  return result.policy;
}

const live = compiled(TEXT);
const draft = compiled(stricter(TEXT));

describe('a back-test', () => {
  it('names the tickets whose promise would have been broken', () => {
    const backtest = new Backtest(live, draft);
    backtest.add(answeredAfter(30, '1'), LATER);
    backtest.add(answeredAfter(240, '2'), LATER);
    const row = backtest.rows.find(({ metric }) => metric === 'first_response');
    expect(row).toEqual({ metric: 'first_response', keptBefore: 2, keptAfter: 1, moved: 2, lost: ['2'] });
    expect(backtest.tickets).toBe(2);
  });

  it('finds nothing between a version and itself', () => {
    const backtest = new Backtest(live, compiled(TEXT));
    for (let i = 0; i < 5; i++) backtest.add(answeredAfter(i * 100, String(i)), LATER);
    for (const row of backtest.rows) expect(row).toMatchObject({ keptAfter: row.keptBefore, moved: 0, lost: [] });
  });

  it('names at most a hundred tickets', () => {
    const backtest = new Backtest(live, draft);
    for (let i = 0; i < 120; i++) backtest.add(answeredAfter(240, String(i)), LATER);
    expect(backtest.rows.find(({ metric }) => metric === 'first_response')?.lost).toHaveLength(100);
  });
});
