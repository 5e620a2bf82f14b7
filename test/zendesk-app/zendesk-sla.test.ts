/** Zendesk's own SLA beside ours, as the page compares them. */
import { expect, test } from 'vitest';
import { differences, zendeskTimers } from '../../zendesk-app/api/zendesk-sla.ts';
import { after, HOUR, span, timer } from './states/make.ts';

const MINUTE = 60_000;
const theirs = (ms: number) =>
  zendeskTimers(answer({ metric: 'first_reply_time', stage: 'active', breach_at: after(ms) }));
const answer = (...metrics: object[]) => ({ ticket: {}, slas: { policy_metrics: metrics } });

test('only what runs in Zendesk is read, and anything may have come instead', () => {
  expect(
    zendeskTimers(
      answer(
        { metric: 'first_reply_time', stage: 'achieved', breach_at: null },
        { metric: 'next_reply_time', stage: 'active', breach_at: '2026-03-02T13:00:00Z' },
        { metric: 'next_reply_time', stage: 'active', breach_at: 'soon' },
      ),
    ),
  ).toEqual([{ metric: 'next_reply_time', breachAt: Date.parse('2026-03-02T13:00:00Z') }]);
  for (const odd of [null, 'a page', {}, { slas: null }, { slas: { policy_metrics: [7, null] } }])
    expect(zendeskTimers(odd)).toEqual([]);
});

test('a minute apart is equal, and what is met or paused is not compared', () => {
  const running = timer('First response', 2 * HOUR, HOUR);
  expect(differences([running], theirs(HOUR + MINUTE))).toEqual([]);
  expect(differences([{ ...running, state: 'MET' }], theirs(2 * HOUR))).toEqual([]);
  expect(differences([{ ...running, metric: 'partner_update' }], theirs(2 * HOUR))).toEqual([]);
});

test.each([
  ['closed', [span(-HOUR, 0, 'OPEN'), span(0, HOUR, 'CLOSED'), span(HOUR, 2 * HOUR, 'OPEN')], HOUR],
  ['paused', [span(-HOUR, 0, 'OPEN'), span(0, HOUR, 'PAUSED'), span(HOUR, 2 * HOUR, 'OPEN')], HOUR],
  ['terms', [span(0, 2 * HOUR, 'OPEN')], HOUR],
  ['terms', [span(-HOUR, 0, 'CLOSED'), span(0, 2 * HOUR, 'OPEN')], 3 * HOUR], // Zendesk is the later one
] as const)('%s', (why, receipt, breachAt) => {
  const ours = timer('First response', 2 * HOUR, 2 * HOUR, { receipt: [...receipt] });
  expect(differences([ours], theirs(breachAt))).toMatchObject([{ why }]);
});
