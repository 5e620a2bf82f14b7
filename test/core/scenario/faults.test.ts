/** A scenario that cannot be told fails by itself and says where; the others are run. */
import { expect, it } from 'vitest';
import { readScenarios } from '#core/scenario/read.ts';
import { runScenarioFile } from '#core/scenario/scenario.ts';
import { samplePolicy } from '../../support/policies.ts';
import { compiled, office } from '../policy/policies.ts';

const TICKET = 'ticket: { opened: 2021-02-20T10:00:00-04:00, channel: web }';

async function read(text: string) {
  const policy = await samplePolicy('nextplane');
  return { policy, read: readScenarios(text, policy) };
}

it('leaves out a scenario with an unknown key, with its place and a suggestion', async () => {
  const { policy, read: result } = await read(`policy: nextplane
scenarios:
  - { name: one, ${TICKET}, at: 2021-02-20T10:00:00-04:00, expect: { coverage: not_covered } }
  - { name: two, ${TICKET}, at: 2021-02-20T10:00:00-04:00, expected: {}, expect: {} }
  - { name: three, ${TICKET}, at: 2021-02-20T10:00:00-04:00, expect: { coverage: covered } }
`);
  if (result.kind === 'faults') throw new Error('a file of three scenarios is readable');
  expect(result.faulty).toMatchObject([{ index: 1, name: 'two', problems: [{ line: 4, rule: 'unknown-key' }] }]);
  expect(runScenarioFile(policy, result.file).map(({ passed }) => passed)).toEqual([true, false]);
});

it('names the place of an instant that is none', async () => {
  const { policy, read: result } = await read(`policy: nextplane
scenarios:
  - { name: one, ${TICKET}, events: [{ at: 2021-02-30T10:00:00Z, reply: agent }], at: 2021-03-20T10:00:00Z, expect: {} }
`);
  if (result.kind === 'faults') throw new Error('its shape is right');
  expect(runScenarioFile(policy, result.file)[0]?.failures).toEqual([
    'events[0].at: 2021-02-30T10:00:00Z is no instant; write 2026-03-02T09:00:00Z',
  ]);
});

it('names the place of a priority that Zendesk does not know', async () => {
  const { policy, read: result } = await read(`policy: nextplane
scenarios:
  - { name: one, ${TICKET}, events: [{ at: 2021-02-21T10:00:00Z, set: { priority: P1 } }], at: 2021-03-20T10:00:00Z, expect: {} }
`);
  if (result.kind === 'faults') throw new Error('its shape is right');
  expect(runScenarioFile(policy, result.file)[0]?.failures).toEqual([
    'events[0].set.priority: P1 is no priority of Zendesk; write urgent, high, normal or low',
  ]);
});

it('fails a scenario whose events are out of order', async () => {
  const { policy, read: result } = await read(`policy: nextplane
scenarios:
  - name: one
    ${TICKET}
    events:
      - { at: 2021-02-22T10:00:00Z, reply: agent }
      - { at: 2021-02-21T10:00:00Z, reply: agent }
    at: 2021-03-20T10:00:00Z
    expect: {}
`);
  if (result.kind === 'faults') throw new Error('its shape is right');
  expect(runScenarioFile(policy, result.file)[0]?.failures[0]).toMatch(/order of time/);
});

it('takes the type that an event gives to the ticket', async () => {
  const policy = compiled(
    office('promises: { first_response: 4h }').replace('{ impact: a }', '{ ticket.type: incident }'),
  );
  const result = readScenarios(
    `policy: acme
scenarios:
  - name: one
    contract: { tier: gold }
    ticket: { opened: 2026-03-02T09:00:00Z, impact: c }
    events: [{ at: 2026-03-02T10:00:00Z, type: incident }]
    at: 2026-03-02T11:00:00Z
    expect: { priority: P1 }
`,
    policy,
  );
  if (result.kind === 'faults') throw new Error('its shape is right');
  expect(runScenarioFile(policy, result.file)).toEqual([{ name: 'one', passed: true, failures: [] }]);
});

it('reads no file that is meant for another policy', async () => {
  const { read: result } = await read('policy: pexip\nscenarios: []\n');
  expect(result).toMatchObject({ kind: 'faults', problems: [{ path: 'policy' }] });
});

it('tells of a defect where the policy names no tracker', async () => {
  const { policy, read: result } = await read(`policy: nextplane
scenarios:
  - name: one
    ${TICKET}
    events: [{ at: 2021-02-20T11:00:00-04:00, defect: ABC-1 }]
    at: 2021-02-20T12:00:00-04:00
    expect: { defect: { reference: ABC-1, state: open }, tags: [defect_reported] }
`);
  if (result.kind === 'faults') throw new Error('its shape is right');
  expect(runScenarioFile(policy, result.file)).toEqual([{ name: 'one', passed: true, failures: [] }]);
});

it('tells of what no page offers, and says that it is refused where that is expected', async () => {
  const { policy, read: result } = await read(`policy: nextplane
scenarios:
  - name: told
    ${TICKET}
    events: [{ at: 2021-02-20T11:00:00-04:00, exclusion: unpaid }]
    at: 2021-02-20T12:00:00-04:00
    expect: { coverage: not_covered, exclusions: [unpaid] }
  - name: refused
    ${TICKET}
    events: [{ at: 2021-02-20T11:00:00-04:00, exclusion: unpaid, refused: true }]
    at: 2021-02-20T12:00:00-04:00
    expect: { exclusions: [] }
`);
  if (result.kind === 'faults') throw new Error('its shape is right');
  expect(runScenarioFile(policy, result.file).flatMap(({ failures }) => failures)).toEqual([]);
});

it('has room for more scenarios than a policy has rules', async () => {
  const one = `  - { name: one, ${TICKET}, at: 2021-02-20T10:00:00-04:00, expect: { contract: *none } }\n`;
  const { read: result } = await read(`policy: nextplane\ntitle: &none none\nscenarios:\n${one.repeat(300)}`);
  expect(result.kind === 'ok' ? result.file.scenarios.length : result.problems).toBe(300);
});
