/** A supposed priority: by the policy's name or by Zendesk's; what neither knows is not supposed. */
import { expect, it } from 'vitest';
import { whatIf } from '#core/judge/what-if.ts';
import { compiled } from '../policy/policies.ts';
import { at, ticket } from './tickets.ts';

const policy = compiled(`policy: acme
calendars: { office: { timeZone: Etc/UTC, open: { mon-fri: 09:00-17:00 } } }
priorities: { P1: { zendesk: urgent, when: { ticket.type: incident } }, P2: { zendesk: normal } }
tiers: { gold: { hours: office, promises: { first_response: { P1: 1h, P2: 4h } } } }`);

it.each([
  ['P1', 'P1', 'agent'],
  ['urgent', 'P1', 'agent'],
  ['P2', 'P2', null],
  ['P9', 'P2', null],
  [null, 'P2', null],
])('%s: the ticket is %s, by hand of %s', (priority, id, overriddenBy) => {
  const now = at('2026-03-02T10:00:00Z');
  expect(whatIf(policy, ticket({ fields: {} }), { priority }, now).after.priority).toMatchObject({ id, overriddenBy });
});
