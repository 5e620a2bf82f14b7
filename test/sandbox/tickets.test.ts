// Tickets as Zendesk writes them: tags, safe updates, comments, bulk jobs, audits.
import { describe, expect, test } from 'vitest';
import { callSandbox as call, openSandbox, story, ticketOf } from './client.ts';
import type { Sandbox } from './sandbox.ts';

const fieldId = (sandbox: Sandbox, title: string) =>
  [...sandbox.state.ticketFields.values()].find((field) => field.title === title)?.id ?? -1;

describe('tickets', () => {
  test('tags replace, and take drop-downs with them', async () => {
    const { sandbox, call } = await openSandbox();
    const id = story(sandbox, 'custom_known');
    const impact = fieldId(sandbox, 'support_impact');
    const before = ticketOf(await call('GET', `/api/v2/tickets/${id}`));
    expect(before.tags).toEqual(['fault', 'one_user']);
    const after = ticketOf(await call('PUT', `/api/v2/tickets/${id}.json`, { ticket: { tags: ['VIP two', 'fault'] } }));
    expect(after.tags).toEqual(['fault', 'two', 'vip']);
    expect(after.custom_fields.find((field) => field.id === impact)?.value).toBeNull();
    const set = ticketOf(
      await call('PUT', `/api/v2/tickets/${id}`, { ticket: { custom_fields: [{ id: impact, value: 'all_users' }] } }),
    );
    expect(set.tags).toEqual(['all_users', 'fault', 'two', 'vip']);
    const audits = await call('GET', `/api/v2/tickets/${id}/audits`);
    expect((audits.body.audits as { events: unknown[] }[]).at(-1)?.events).toMatchObject([
      { type: 'Change', field_name: 'tags', previous_value: ['fault', 'two', 'vip'] },
      { type: 'Change', field_name: String(impact), value: 'all_users', previous_value: null },
    ]);
  });

  test('additional_tags do nothing in a single update, and work in update_many', async () => {
    const { sandbox, call } = await openSandbox({ jobDelayMs: 0 });
    const id = story(sandbox, 'custom_known');
    await call('PUT', `/api/v2/tickets/${id}`, { ticket: { additional_tags: ['new_one'] } });
    expect(sandbox.writes).toEqual([]);
    const bulk = await call('PUT', '/api/v2/tickets/update_many.json', {
      tickets: [
        { id, additional_tags: ['new_one'], remove_tags: ['fault'], priority: 'high' },
        { id: 1, priority: 'high' },
      ],
    });
    const job = bulk.body.job_status as { id: string; status: string };
    expect(job.status).toBe('queued');
    await sandbox.webhooksSettled();
    const done = await call('GET', `/api/v2/job_statuses/${job.id}`);
    expect(done.body.job_status).toMatchObject({
      status: 'completed',
      results: [
        { id, success: true },
        { id: 1, success: false, error: 'RecordNotFound' },
      ],
    });
    expect(sandbox.state.tickets.get(id)?.tags).toEqual(['new_one', 'one_user']);
  });

  test('merging closes the sources, as a job', async () => {
    const { sandbox, call } = await openSandbox({ jobDelayMs: 0 });
    const [target, source] = [story(sandbox, 'custom_known'), story(sandbox, 'custom_at_risk')];
    expect((await call('POST', `/api/v2/tickets/${target}/merge`, { ids: [source] })).status).toBe(200);
    await sandbox.webhooksSettled();
    expect(sandbox.state.tickets.get(source)).toMatchObject({
      status: 'closed',
      tags: ['all_users', 'closed_by_merge', 'fault'],
    });
    expect(sandbox.state.tickets.get(target)?.audits.at(-1)?.via).toMatchObject({ source: { rel: 'merge' } });
    expect(sandbox.writes.map((write) => write.comment?.public)).toEqual([false, false]);
  });

  test('no more jobs at a time than there are slots', async () => {
    const { sandbox, call } = await openSandbox({ jobDelayMs: 60_000, limits: { jobs: 2 } });
    const start = () =>
      call('PUT', `/api/v2/tickets/update_many?ids=${story(sandbox, 'custom_known')}`, { ticket: { priority: 'low' } });
    expect((await start()).headers.get('zendesk-ratelimit-inflight-jobs')).toBe('total=2; remaining=1; resets=60');
    await start();
    const third = await start();
    expect([third.status, third.body.error, (third.body.current_job_ids as unknown[]).length]).toEqual([
      429,
      'TooManyJobs',
      2,
    ]);
  });

  test('the tags endpoint: POST replaces, PUT adds, DELETE removes', async () => {
    const { sandbox, call } = await openSandbox();
    const path = `/api/v2/tickets/${story(sandbox, 'custom_known')}/tags`;
    expect(await call('PUT', path, { tags: ['b'] })).toMatchObject({
      status: 200,
      body: { tags: ['b', 'fault', 'one_user'] },
    });
    expect(await call('DELETE', path, { tags: ['fault'] })).toMatchObject({
      status: 200,
      body: { tags: ['b', 'one_user'] },
    });
    expect(await call('POST', path, { tags: ['c'] })).toMatchObject({ status: 201, body: { tags: ['c'] } });
    const stale = await call('PUT', path, { tags: ['d'], safe_update: 'true', updated_stamp: '2026-03-01T00:00:00Z' });
    expect([stale.status, stale.body.error]).toEqual([409, 'UpdateConflict']);
  });

  test('safe_update refuses an outdated stamp, but not within the same second', async () => {
    const { sandbox, call } = await openSandbox();
    const path = `/api/v2/tickets/${story(sandbox, 'custom_known')}`;
    const first = ticketOf(await call('PUT', path, { ticket: { priority: 'low' } }));
    expect(first.updated_at).toBe('2026-03-04T15:00:00Z');
    const again = { priority: 'high', safe_update: true, updated_stamp: first.updated_at };
    await call('PUT', path, { ticket: { priority: 'normal' } });
    expect((await call('PUT', path, { ticket: again })).status).toBe(200);
    sandbox.clock.forward(1000);
    await call('PUT', path, { ticket: { priority: 'urgent' } });
    const stale = await call('PUT', path, { ticket: again });
    expect([stale.status, stale.body.error]).toEqual([409, 'UpdateConflict']);
    const unsafe = await call('PUT', path, { ticket: { priority: 'high', updated_stamp: first.updated_at } });
    expect(unsafe.status).toBe(200);
  });

  test('a comment without `public` takes the visibility of the first one', async () => {
    const { sandbox, call } = await openSandbox();
    const path = `/api/v2/tickets/${story(sandbox, 'custom_known')}`;
    await call('PUT', path, { ticket: { comment: { body: 'meant as a note' } } });
    await call('PUT', path, { ticket: { comment: { body: 'a note', public: false } } });
    const { body } = await call('GET', `${path}/comments`);
    expect((body.comments as { public: boolean }[]).map((comment) => comment.public)).toEqual([true, true, false]);
  });

  test('closed is the end; an update without effect leaves no audit', async () => {
    const { sandbox, call } = await openSandbox();
    const path = `/api/v2/tickets/${story(sandbox, 'business_solved')}`;
    await call('PUT', path, { ticket: { status: 'solved' } });
    expect(sandbox.writes).toEqual([]);
    expect((await call('PUT', path, { ticket: { status: 'closed' } })).status).toBe(200);
    const late = await call('PUT', path, { ticket: { priority: 'low' } });
    expect([late.status, late.body.details]).toEqual([
      422,
      { status: [{ description: 'Status: closed prevents ticket update', error: 'InvalidValue' }] },
    ]);
  });

  test('creating: 201, a new number, an idempotency key', async () => {
    const { sandbox, call } = await openSandbox();
    const requester_id = sandbox.state.tickets.get(story(sandbox, 'custom_known'))?.requesterId;
    const body = {
      ticket: {
        subject: 'New',
        comment: { body: 'Hello' },
        requester_id,
        custom_fields: [{ id: 1, value: 'ignored' }],
      },
    };
    const first = await call('POST', '/api/v2/tickets.json', body, { 'idempotency-key': 'a' });
    const second = await call('POST', '/api/v2/tickets.json', body, { 'idempotency-key': 'a' });
    expect([
      first.status,
      first.headers.get('x-idempotency-lookup'),
      second.headers.get('x-idempotency-lookup'),
    ]).toEqual([201, 'miss', 'hit']);
    expect(second.body).toEqual(first.body);
    const other = await call(
      'POST',
      '/api/v2/tickets',
      { ticket: { ...body.ticket, subject: 'Other' } },
      { 'idempotency-key': 'a' },
    );
    expect([other.status, other.body.error]).toEqual([400, 'IdempotentRequestError']);
    expect(first.headers.get('location')).toContain('/api/v2/tickets/');
    expect((await call('POST', '/api/v2/tickets', { ticket: { subject: 'Empty' } })).status).toBe(422);
  });

  test('audits bring ticket, writers and organization along when asked', async () => {
    const { sandbox, call } = await openSandbox();
    const id = story(sandbox, 'business_pending');
    const { body } = await call(
      'GET',
      `/api/v2/tickets/${id}/audits.json?include=tickets,users,organizations&page[size]=1`,
    );
    expect(body).toMatchObject({
      tickets: [{ id }],
      organizations: [{ name: 'Lindenhof Clinics' }],
      meta: { has_more: true },
    });
    expect((body.users as unknown[]).length).toBe(2);
  });

  test('a light agent writes notes and nothing else', async () => {
    const { sandbox } = await openSandbox();
    const light = [...sandbox.state.users.values()].find((user) => user.roleType === 1)?.id;
    const path = `/sandbox/tickets/${story(sandbox, 'custom_known')}/update`;
    const update = (body: object) => call(sandbox, 'POST', path, body, { 'x-sandbox-user': String(light) });
    expect((await update({ status: 'open' })).status).toBe(403);
    expect((await update({ comment: { body: 'A note', public: true } })).status).toBe(200);
    expect(sandbox.writes).toMatchObject([{ comment: { public: false } }]);
  });

  test('metadata stays in the audit', async () => {
    const { sandbox, call } = await openSandbox();
    const path = `/api/v2/tickets/${story(sandbox, 'custom_known')}`;
    await call('PUT', path, { ticket: { comment: { body: 'x', public: false }, metadata: { cause: 'abc' } } });
    const { body } = await call('GET', `${path}/audits?sort_order=desc`);
    expect((body.audits as object[])[0]).toMatchObject({
      metadata: { custom: { cause: 'abc' } },
      via: { channel: 'api' },
    });
  });
});
