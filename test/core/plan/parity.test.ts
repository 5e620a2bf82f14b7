// Our due times beside Zendesk's own SLA: each difference has a name.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PARITY_CLASSES, parityOf, type OwnTimer, type ParityClass, type ZendeskTimer } from '#core/plan/parity.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-03-02T09:00:00Z');
const ours = (more: Partial<OwnTimer> = {}): OwnTimer => ({
  metric: 'first_response',
  state: 'running',
  targetMs: HOUR,
  startedAt: START,
  dueAt: START + HOUR,
  closedMs: 0,
  pausedMs: 0,
  ...more,
});
const theirs = (more: Partial<ZendeskTimer> = {}): ZendeskTimer => ({
  metric: 'first_reply_time',
  stage: 'active',
  breachAt: START + HOUR,
  target: { ms: HOUR, businessHours: false },
  ...more,
});

const night = { closedMs: 15 * HOUR, dueAt: START + 16 * HOUR };
const cases: readonly (readonly [ParityClass, OwnTimer, ZendeskTimer, 'other priority'?])[] = [
  ['equal', ours(), theirs()],
  ['equal', ours(), theirs({ breachAt: START + HOUR + 40_000 })],
  ['equal', ours({ state: 'met' }), theirs({ stage: 'achieved', breachAt: null })],
  ['equal', ours({ state: 'paused', dueAt: null }), theirs({ stage: 'paused', breachAt: null })],
  ['equal', ours({ state: 'breached' }), theirs()],
  ['met_here', ours({ state: 'breached_met' }), theirs()],
  ['met_in_zendesk', ours(), theirs({ stage: 'achieved', breachAt: null })],
  ['paused_here', ours({ state: 'paused', dueAt: null }), theirs()],
  ['paused_in_zendesk', ours(), theirs({ stage: 'paused', breachAt: null })],
  ['priority', ours(), theirs({ breachAt: START + 8 * HOUR }), 'other priority'],
  ['target', ours(), theirs({ breachAt: START + 2 * HOUR, target: { ms: 2 * HOUR, businessHours: false } })],
  ['hours', ours(night), theirs()],
  ['hours', ours(), theirs({ breachAt: START + 16 * HOUR, target: { ms: HOUR, businessHours: true } })],
  ['hours', ours({ targetMs: null, dueAt: START + 48 * HOUR }), theirs()],
  ['pauses', ours({ pausedMs: 2 * HOUR, dueAt: START + 3 * HOUR }), theirs({ target: null })],
  ['start', ours(), theirs({ breachAt: START + HOUR + 7 * MINUTE })],
  ['unexplained', ours(), theirs({ breachAt: START + 5 * HOUR, target: null })],
  ['unexplained', ours({ state: 'best_effort', dueAt: null }), theirs()],
];

describe('parityOf', () => {
  it.each(cases.map((one) => ({ one })))('$one.0', ({ one: [kind, own, zendesk, priority] }) => {
    expect(parityOf([own], [zendesk], priority === undefined).map((row) => row.kind)).toEqual([kind]);
  });

  it('names what only one of both measures', () => {
    const rows = parityOf(
      [ours(), ours({ metric: 'survey' })],
      [theirs({ metric: 'agent_work_time' }), theirs()],
      true,
    );
    expect(rows.map(({ metric, zendeskMetric, kind }) => [metric, zendeskMetric, kind])).toEqual([
      ['agent_work_time', 'agent_work_time', 'only_in_zendesk'],
      ['first_response', 'first_reply_time', 'equal'],
      ['survey', null, 'only_here'],
    ]);
  });

  it('has no class that is not explained to the reader, and none that no case shows', () => {
    const page = readFileSync('docs/operating.md', 'utf8');
    const told = [...page.matchAll(/^\| `([a-z_]+)` +\|/gm)].map(([, name]) => name);
    expect(told).toEqual(expect.arrayContaining([...PARITY_CLASSES]));
    const shown = new Set<string>([...cases.map(([kind]) => kind), 'only_here', 'only_in_zendesk']);
    expect(PARITY_CLASSES.filter((kind) => !shown.has(kind))).toEqual([]);
  });
});
