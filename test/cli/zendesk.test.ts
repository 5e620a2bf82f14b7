/** `tierline zendesk plan`, `apply` and `trigger` against the stand-in: what is missing is made once, what people made stays. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readWebhook } from '#schema/webhook.ts';
import { startSandbox, type Sandbox } from '#test/sandbox/sandbox.ts';
import { accountOf, tierline } from './world.ts';

const NEXTPLANE = 'sidecar/policies/nextplane.yaml';
const ENDPOINT = 'https://support.example.com/webhooks/zendesk';

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tierline-zendesk-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const run = (...words: string[]) => tierline(['zendesk', ...words], accountOf(sandbox));
const writes = (): string[] => sandbox.requests.find({ kind: 'write' }).map(({ method, path }) => `${method} ${path}`);

describe('plan and apply', () => {
  it('make fields, webhook and triggers, and a second time nothing', async () => {
    const [field] = [...sandbox.state.ticketFields.values()].filter(({ title }) => title === 'support_request');
    if (field) sandbox.state.ticketFields.delete(field.id);
    const planned = await run('plan', NEXTPLANE, '--endpoint', 'https://support.example.com');
    expect(planned).toMatchObject({ status: 0, err: '' });
    expect(planned.out).toMatch(/^\+ ticket field "support_request" {2}tagger, options fault, change/m);
    expect(planned.out).toMatch(/^\+ webhook "Tierline" {2}to https:\/\/support\.example\.com\/webhooks\/zendesk/m);
    expect(planned.out).toMatch(/: 4 to add, 0 to change, 0 left over$/m);

    const applied = await run('apply', NEXTPLANE, '--endpoint', ENDPOINT, '--show-secret');
    expect(applied).toMatchObject({ status: 0, err: '' });
    const [webhook] = sandbox.state.webhooks.values();
    expect(applied.out).toContain(`ZENDESK_WEBHOOK_SECRET=${webhook?.secret ?? ''}`);
    const made = [...sandbox.state.ticketFields.values()].find(({ title }) => title === 'support_request');
    expect(made?.options.map(({ value }) => value)).toContain('sponsored_partner');
    expect([...sandbox.state.triggers.values()].map(({ title }) => title)).toEqual([
      'Tierline: ticket created',
      'Tierline: ticket updated',
    ]);

    const before = writes().length;
    const again = await run('apply', NEXTPLANE, '--endpoint', ENDPOINT);
    expect(again.out).toMatch(/has everything already/);
    expect(writes().slice(before)).toEqual([]);
    expect((await run('plan', NEXTPLANE)).out).toMatch(/0 to add, 0 to change, 0 left over/);
  });

  it('add options without touching those that are there, and keep what people put on our triggers', async () => {
    await run('apply', NEXTPLANE, '--endpoint', ENDPOINT);
    const field = [...sandbox.state.ticketFields.values()].find(({ title }) => title === 'support_impact');
    const [trigger] = sandbox.state.triggers.values();
    if (!field || !trigger) throw new Error('apply made no field or trigger');
    field.options = [
      { id: 1, name: 'Theirs', value: 'theirs' },
      ...field.options.filter(({ value }) => value !== 'minor'),
    ];
    trigger.conditions.all = [
      { field: 'brand_id', operator: 'is', value: '1' },
      ...trigger.conditions.all.filter((one) => one.field !== 'current_user_id'),
    ];
    trigger.actions.push({ field: 'current_tags', value: 'theirs_too' });
    const applied = await run('apply', NEXTPLANE, '--endpoint', 'https://other.example.com/webhooks/zendesk');
    expect(applied.out).toMatch(/^~ ticket field "support_impact" {2}options \+= minor$/m);
    expect(applied.out).toMatch(/^~ webhook "Tierline" {2}endpoint https:\/\/support.* → https:\/\/other/m);
    expect(applied.out).toMatch(/^~ trigger "Tierline: ticket created" {2}condition \+= current_user_id is_not \d+$/m);
    expect(field.options.map(({ value }) => value)).toEqual(expect.arrayContaining(['theirs', 'minor']));
    const kept = sandbox.state.triggers.get(trigger.id);
    expect(kept?.conditions.all.map((one) => one.field)).toEqual(['brand_id', 'update_type', 'current_user_id']);
    expect(kept?.actions.map((one) => one.field)).toContain('current_tags');
  });

  it('say what only a person can mend, and then write nothing', async () => {
    const field = [...sandbox.state.ticketFields.values()].find(({ title }) => title === 'support_impact');
    if (field) field.type = 'text';
    const before = writes().length;
    const applied = await run('apply', NEXTPLANE, '--endpoint', ENDPOINT);
    expect(applied.status).toBe(1);
    expect(applied.out).toMatch(/! ticket field "support_impact" .*Zendesk changes no type/);
    expect(writes().slice(before)).toEqual([]);
    expect((await run('plan', NEXTPLANE)).out).toMatch(/! webhook: nobody said where/);
  });

  it('go on where they stopped: an answer that was lost makes nothing twice', async () => {
    sandbox.faults.next({ match: 'POST /api/v2/webhooks', answer: 'apply-then-reset' });
    const first = await run('apply', NEXTPLANE, '--endpoint', ENDPOINT);
    expect(first.status).toBe(1);
    expect(first.out).toMatch(/stopped at webhook "Tierline"/);
    expect((await run('apply', NEXTPLANE, '--endpoint', ENDPOINT)).status).toBe(0);
    expect(sandbox.state.webhooks.size).toBe(1);
    expect(sandbox.state.triggers.size).toBe(2);
  });

  it('the triggers call the webhook for people and not for us, with a body that the sidecar reads', async () => {
    const bodies: Buffer[] = [];
    const listener = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => bodies.push(chunk)).on('end', () => response.end());
    });
    await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
    const { port } = listener.address() as AddressInfo;
    await run('apply', NEXTPLANE, '--endpoint', `http://127.0.0.1:${String(port)}/webhooks/zendesk`);
    const [ticket] = sandbox.state.tickets.values();
    const agent = [...sandbox.state.users.values()].find(({ role }) => role === 'agent');
    const own = [...sandbox.state.users.values()].find(({ role }) => role === 'admin');
    if (!ticket || !agent || !own) throw new Error('the world is empty');
    sandbox.updateTicket(ticket.id, { tags: ['one'] }, { actorId: own.id });
    sandbox.updateTicket(ticket.id, { subject: 'a "quoted" subject', tags: ['two'] }, { actorId: agent.id });
    await sandbox.webhooksSettled();
    await new Promise((done) => listener.close(done));
    expect(bodies).toHaveLength(1);
    expect(readWebhook(bodies[0] ?? Buffer.from(''))).toMatchObject({
      kind: 'event',
      event: { ticket_id: String(ticket.id), tags: ['two'], actor_id: String(agent.id), event: 'ticket.updated' },
    });
  });

  it('need the account, and say which settings are missing', async () => {
    const { status, err } = await tierline(['zendesk', 'plan', NEXTPLANE], { ZENDESK_URL: 'https://acme.zendesk.com' });
    expect(status).toBe(2);
    expect(err).toMatch(/ZENDESK_OAUTH_CLIENT_ID is required/);
    const wrong = await tierline(['zendesk', 'plan', NEXTPLANE], {
      ...accountOf(sandbox),
      ZENDESK_OAUTH_CLIENT_SECRET: 'wrong',
    });
    expect(wrong.status).toBe(1);
    expect(wrong.err).toMatch(/refused the OAuth client.*administrator.*doctor/);
  });
});

describe('trigger', () => {
  const files = async (trigger: object, ticket: object): Promise<[string, string]> => {
    const paths: [string, string] = [join(folder, 'trigger.json'), join(folder, 'ticket.json')];
    await writeFile(paths[0], JSON.stringify(trigger));
    await writeFile(paths[1], JSON.stringify(ticket));
    return paths;
  };
  const all = (...list: object[]) => ({ trigger: { title: 'Call the lead', conditions: { all: list, any: [] } } });

  it('tells which conditions hold for the tags that the policy gives', async () => {
    const ticket = {
      ticket: { id: 1, opened: '2026-03-02T09:00:00Z', channel: 'email', impact: 'all_users', request: 'fault' },
      contract: { policy: 'nextplane', tier: 'business' },
      requester: { approved: true },
      at: '2026-03-03T09:00:00Z',
    };
    const trigger = all(
      { field: 'current_tags', operator: 'includes', value: 'sla_breached' },
      { field: 'priority', operator: 'is', value: 'urgent' },
      { field: 'current_tags', operator: 'changed', value: null },
    );
    const { status, out, err } = await tierline(['zendesk', 'trigger', ...(await files(trigger, ticket))]);
    expect(err).toBe('');
    expect(out).toMatch(/would write: .*\+tier_business/);
    expect(out).toMatch(/✓ all: current_tags includes "sla_breached"/);
    expect(out).toMatch(/The trigger fires\.$/m);
    expect(status).toBe(0);
  });

  it('takes a plain ticket with its tags, and says what it cannot know', async () => {
    const trigger = all(
      { field: 'current_tags', operator: 'not_includes', value: 'vip' },
      { field: 'status', operator: 'less_than', value: 'solved' },
      { field: 'group_id', operator: 'is', value: '7' },
    );
    const paths = await files(trigger, { ticket: { status: 'open', tags: ['vip'] } });
    const { status, out } = await tierline(['zendesk', 'trigger', ...paths, '--json']);
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      fires: 'fails',
      conditions: [{ verdict: 'fails' }, { verdict: 'holds' }, { verdict: 'unknown' }],
    });
  });

  it('refuses what is no trigger', async () => {
    const { status, err } = await tierline(['zendesk', 'trigger', ...(await files({ rules: [] }, {}))]);
    expect(status).toBe(2);
    expect(err).toMatch(/is no trigger/);
  });
});

describe('what stands in the way', () => {
  it('hides nothing of the rest from the doctor', async () => {
    sandbox.faults.next({ match: 'GET /api/v2/triggers', answer: { status: 403, body: { error: 'Forbidden' } } });
    const policies = { POLICIES_DIR: 'sidecar/policies', SIDECAR_URL: 'http://127.0.0.1:9' };
    const { out } = await tierline(['doctor'], { ...accountOf(sandbox), ...policies });
    expect(out).toMatch(/^✓ zendesk +http/m);
    expect(out).toMatch(/^. webhook +/m);
    expect(out).toMatch(/^. fields +(?!no policy)/m);
    expect(out).toMatch(/^✗ triggers +cannot be read: .*→ /m);
    expect(out).toMatch(/^. app +/m);
    expect(out).not.toContain('zendesk rights');
  });

  it('is named by its cause: Zendesk not reached, or limiting us', async () => {
    const nowhere = await tierline(['zendesk', 'plan', NEXTPLANE, '--endpoint', ENDPOINT], {
      ...accountOf(sandbox),
      ZENDESK_URL: 'http://127.0.0.1:9',
    });
    expect(nowhere.err).toMatch(/look at ZENDESK_URL and the way to it/);
    expect(nowhere.err).not.toMatch(/administrator/);
    const limit = { status: 429, headers: { 'retry-after': '3000' }, body: {} };
    sandbox.faults.next({ match: /\/api\/v2\//, answer: limit, times: 50 });
    expect((await run('plan', NEXTPLANE, '--endpoint', ENDPOINT)).err).toMatch(/limits our requests/);
    const doctor = await tierline(['doctor'], { ...accountOf(sandbox), SIDECAR_URL: 'http://127.0.0.1:9' });
    expect(doctor.out).toMatch(/^! zendesk +limits our requests .*→ tierline doctor, in a minute$/m);
    expect(doctor.out).not.toContain('zendesk rights');
  });
});
