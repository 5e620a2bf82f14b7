// The trigger engine: order, once a cycle, operators, actions in the same save.
import { describe, expect, test } from 'vitest';
import { openSandbox, story, ticketOf, type Client } from './client.ts';

const create = (client: Client, trigger: object) =>
  client.call('POST', '/api/v2/triggers.json', {
    trigger: {
      title: 'A trigger',
      conditions: { all: [{ field: 'update_type', operator: 'is', value: 'Change' }] },
      ...trigger,
    },
  });

describe('triggers', () => {
  test('run by position and once in a cycle; their changes stand in the same audit with their name', async () => {
    const client = await openSandbox();
    const { sandbox, call } = client;
    await create(client, {
      title: 'Second',
      position: 20,
      conditions: { all: [{ field: 'current_tags', operator: 'includes', value: 'first' }] },
      actions: [{ field: 'priority', value: 'high' }],
    });
    const first = await create(client, {
      title: 'First',
      position: 10,
      conditions: { all: [{ field: 'status', operator: 'value', value: 'pending' }] },
      actions: [{ field: 'current_tags', value: 'first' }],
    });
    await create(client, {
      title: 'Undoes',
      position: 30,
      conditions: { all: [{ field: 'priority', operator: 'changed' }] },
      actions: [{ field: 'remove_tags', value: 'first' }],
    });
    const id = story(sandbox, 'custom_known');
    const answer = await call('PUT', `/api/v2/tickets/${id}`, { ticket: { status: 'pending' } });
    expect(ticketOf(answer)).toMatchObject({ priority: 'high', tags: ['fault', 'one_user'] });
    const { events } = answer.body.audit as { events: { field_name: string; via?: { source: object } }[] };
    expect(events.map((event) => event.field_name)).toEqual(['status', 'tags', 'priority', 'tags']);
    expect(events[1]?.via).toMatchObject({
      channel: 'rule',
      source: { rel: 'trigger', from: { id: (first.body.trigger as { id: number }).id, title: 'First' } },
    });
    expect(sandbox.writes).toHaveLength(1);
  });

  test('operators', async () => {
    const client = await openSandbox();
    const { sandbox, call } = client;
    const impact = [...sandbox.state.ticketFields.values()].find((field) => field.title === 'support_impact')?.id;
    const tag = (name: string, condition: object) =>
      create(client, {
        title: name,
        conditions: { all: [condition] },
        actions: [{ field: 'current_tags', value: name }],
      });
    await tag('t_field', { field: `custom_fields_${impact}`, operator: 'is', value: 'one_user' });
    await tag('t_less', { field: 'status', operator: 'less_than', value: 'pending' });
    await tag('t_public', { field: 'comment_is_public', operator: 'is', value: 'true' });
    await tag('t_any_comment', { field: 'comment_is_public', operator: 'is', value: 'not_relevant' });
    await tag('t_agent', { field: 'role', operator: 'is', value: 'agent' });
    await tag('t_create', { field: 'update_type', operator: 'is', value: 'Create' });
    await tag('t_not_tag', { field: 'current_tags', operator: 'not_includes', value: 'fault' });
    await call('PUT', `/api/v2/tickets/${story(sandbox, 'custom_known')}`, {
      ticket: { comment: { body: 'x', public: false } },
    });
    expect(
      sandbox.state.tickets.get(story(sandbox, 'custom_known'))?.tags.filter((one) => one.startsWith('t_')),
    ).toEqual(['t_agent', 't_any_comment', 't_field', 't_less']);
  });

  test('are refused when Zendesk would refuse them', async () => {
    const client = await openSandbox({ webhook: { endpoint: 'http://127.0.0.1:1/', secret: 'x'.repeat(32) } });
    const id = [...client.sandbox.state.webhooks.keys()][0];
    const faults: object[] = [
      { actions: [] },
      { actions: [{ field: 'priority', value: 'low' }], conditions: { all: [], any: [] } },
      { actions: [{ field: 'nonsense', value: 'low' }] },
      {
        actions: [{ field: 'priority', value: 'low' }],
        conditions: { all: [{ field: 'custom_fields_1', operator: 'is', value: 'x' }] },
      },
      { actions: [{ field: 'notification_webhook', value: ['01AAAAAAAAAAAAAAAAAAAAAAAA', '{}'] }] },
      { actions: [{ field: 'notification_webhook', value: [id, [['a', 'b']]] }] },
      { actions: [{ field: 'notification_webhook', value: [id, '{{ticket.id'] }] },
      { title: '', actions: [{ field: 'priority', value: 'low' }] },
    ];
    const statuses = [];
    for (const fault of faults) statuses.push((await create(client, fault)).status);
    expect(statuses).toEqual(faults.map(() => 422));
    expect(
      (await create(client, { actions: [{ field: 'notification_webhook', value: [id, '{"id":"{{ticket.id}}"}'] }] }))
        .status,
    ).toBe(201);
  });

  test('PUT replaces both lists of conditions', async () => {
    const client = await openSandbox();
    const made = await create(client, {
      actions: [{ field: 'priority', value: 'low' }],
      conditions: {
        all: [{ field: 'update_type', operator: 'is', value: 'Change' }],
        any: [{ field: 'status', operator: 'is', value: 'open' }],
      },
    });
    const { id } = made.body.trigger as { id: number };
    const changed = await client.call('PUT', `/api/v2/triggers/${id}`, {
      trigger: { conditions: { all: [{ field: 'status', operator: 'changed' }] } },
    });
    expect(changed.body.trigger).toMatchObject({
      conditions: { all: [{ field: 'status', operator: 'changed' }], any: [] },
      actions: [{ field: 'priority', value: 'low' }],
    });
  });
});
