/** A metric that starts when a field is set: to any value, and not when it is emptied. */
import { expect, it } from 'vitest';
import type { FieldValue } from '#core/facts/facts.ts';
import { judge } from '#core/judge/judge.ts';
import { compiled } from '../policy/policies.ts';
import { at, ticket } from './tickets.ts';

const policy = compiled(`policy: acme
calendars: { office: { timeZone: Etc/UTC, open: { mon-fri: 09:00-17:00 } } }
fields: { areas: { type: multiple, values: [network, storage] }, sent: { type: checkbox } }
tiers: { gold: { hours: office } }
metrics:
  review: { title: Review, starts: { field: areas }, ends: complete }
  check: { title: Check, starts: { field: sent }, ends: complete }
promises: { review: 4h, check: 4h }`);

it.each<[string, FieldValue, boolean]>([
  ['areas', ['network'], true],
  ['areas', [], false],
  ['areas', null, false],
  ['sent', true, true],
  ['sent', false, false],
])('%s set to %j: %s', (field, value, starts) => {
  const now = at('2026-03-02T10:00:00Z');
  const facts = ticket({
    fields: { areas: null, sent: null },
    events: [{ at: now, kind: 'update', set: { [field]: value } }],
  });
  expect(judge(policy, facts, now).timers.length > 0).toBe(starts);
});
