/** Commands beside a real sidecar: doctor, policy publish, import contracts. */
import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sign } from '#rim/http/signature.ts';
import { openDatabase } from '#rim/postgres/open.ts';
import { freshDatabase } from '#test/support/postgres.ts';
import { DEFAULT_WEBHOOK_SECRET } from '#test/sandbox/options.ts';
import { customerPerson } from '#test/sandbox/world/people.ts';
import { PARITY, parityTickets } from './parity-tickets.ts';
import { ADMIN_TOKEN, startWorld, tierline, type World } from './world.ts';

interface Report {
  readonly healthy: boolean;
  readonly findings: readonly {
    readonly name: string;
    readonly state: string;
    readonly text: string;
    readonly next: string | null;
  }[];
}

let world: World;

async function graphql(query: string): Promise<unknown> {
  const response = await fetch(`${world.sidecar.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  if (!response.ok || text.includes('"errors"') || text.includes('Refused')) throw new Error(text);
  return (JSON.parse(text) as { data: unknown }).data;
}
let folder: string;
beforeAll(async () => {
  world = await startWorld();
  folder = await mkdtemp(join(tmpdir(), 'tierline-commands-'));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

describe('doctor', () => {
  const examine = async (more: Readonly<Record<string, string>> = {}) => {
    const ran = await tierline(['doctor', '--json'], { ...world.environment, ...more });
    const report = JSON.parse(ran.out) as Report;
    const of = (name: string) => report.findings.filter((finding) => finding.name === name);
    return { ...ran, report, of };
  };

  it('finds a world that was set up by apply well, and says so line by line', async () => {
    const applied = await tierline(['zendesk', 'apply'], world.environment);
    expect(applied).toMatchObject({ status: 0, err: '' });
    const { status, out } = await tierline(['doctor'], world.environment);
    expect(out).toMatch(/^✓ node /m);
    expect(out).toMatch(/^✓ sidecar +ready at http/m);
    expect(out).toMatch(/^✓ work +no ticket waits for a person/m);
    expect(out).toMatch(/^✓ zendesk +http.*scopes read write, token lives 30 min/m);
    expect(out).toMatch(/^✓ webhook +active, to .*its secret is ours/m);
    expect(out).toMatch(/^✓ fields +all \d+ are there/m);
    expect(out).toMatch(/^✓ triggers/m);
    expect(status).toBe(0);
  });

  it('names what is not well, with the next step, and ends with 1', async () => {
    const [webhook] = world.sandbox.state.webhooks.values();
    if (!webhook) throw new Error('there is no webhook');
    const kept = webhook.secret;
    webhook.secret = 'another-secret-that-nobody-told-us';
    const { status, report, of } = await examine();
    webhook.secret = kept;
    expect(status).toBe(1);
    expect(report.healthy).toBe(false);
    expect(of('webhook')[0]).toMatchObject({ state: 'fault', text: expect.stringMatching(/secret differs/) as string });
    expect(of('webhook')[0]?.next).toMatch(/tierline zendesk apply --show-secret/);
    expect(report.findings.filter(({ state, next }) => state !== 'fine' && next === null)).toEqual([]);
  });

  it('tells secrets that are still accepted after a rotation, an admin token that opens nothing, and what waits', async () => {
    const { of } = await examine({ ADMIN_TOKEN: 'another-token', ZENDESK_APP_SECRET_PREVIOUS: 'the-secret-before' });
    expect(of('environment')).toMatchObject([{ state: 'warning', next: 'unset ZENDESK_APP_SECRET_PREVIOUS' }]);
    expect(of('work')).toMatchObject([
      { state: 'warning', next: expect.stringMatching(/^compare ADMIN_TOKEN/) as string },
    ]);
    const body = '{"ticket_id":null}';
    const timestamp = new Date().toISOString().replace(/\.\d+/, '');
    const answer = await fetch(`${world.sidecar.url}/webhooks/zendesk`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-zendesk-webhook-signature': sign(DEFAULT_WEBHOOK_SECRET, timestamp, Buffer.from(body)),
        'x-zendesk-webhook-signature-timestamp': timestamp,
      },
      body,
    });
    expect(await answer.json()).toEqual({ status: 'quarantined' });
    const waiting = await examine();
    expect(waiting.of('work')).toMatchObject([
      {
        text: '1 webhook could not be read and kept aside',
        next: expect.stringMatching(/^tierline zendesk plan/) as string,
      },
    ]);
    expect(waiting.report.healthy).toBe(true);
  });

  it('suspects no secret where Zendesk is not reached', async () => {
    const { of } = await examine({ ZENDESK_URL: 'http://127.0.0.1:1' });
    expect(of('zendesk')[0]).toMatchObject({
      state: 'fault',
      next: expect.stringMatching(/^look at ZENDESK_URL/) as string,
    });
  });

  it('names every missing setting, and goes on with what it has', async () => {
    const { status, out } = await tierline(['doctor', '--json'], { ZENDESK_URL: 'https://acme.example.com' });
    const { findings } = JSON.parse(out) as Report;
    expect(status).toBe(1);
    const texts = findings.filter(({ name }) => name === 'environment').map(({ text }) => text);
    expect(texts.join('\n')).toMatch(/ZENDESK_URL must be/);
    expect(texts.join('\n')).toMatch(/ZENDESK_APP_SECRET is required/);
    expect(out).not.toContain('acme.example.com');
  });

  it('looks into PostgreSQL: version, schema, clock, and who may change the audit log', async () => {
    const { url, drop } = await freshDatabase();
    const bare = await examine({ DATABASE_URL: url });
    expect(bare.of('database')[0]).toMatchObject({
      state: 'warning',
      next: expect.stringMatching(/^tierline migrate, .*owner/) as string,
    });
    await (await openDatabase({ url, directory: '' })).close();
    const { of } = await examine({ DATABASE_URL: url });
    expect(of('database')[0]?.text).toMatch(/^PostgreSQL \d+.*schema \d+, current$/);
    expect(of('clock of the database')[0]?.state).toBe('fine');
    expect(of('database user')[0]).toMatchObject({ state: 'warning' });
    await drop();
  });
});

describe('parity', () => {
  it("names what our due times differ from Zendesk's by", async () => {
    const ticket = [...world.sandbox.state.tickets.values()].find(
      ({ status }) => status === 'open' || status === 'new',
    );
    if (ticket === undefined) throw new Error('there is no open ticket');
    // Without a priority no SLA of Zendesk applies.
    ticket.priority = 'normal';
    const { out, err } = await tierline(['parity', String(ticket.id), '--json'], world.environment);
    expect(err).toBe('');
    const { rows } = JSON.parse(out) as { rows: { zendeskMetric: string | null; kind: string }[] };
    const compared = rows.filter(({ zendeskMetric }) => zendeskMetric !== null);
    expect(compared.map(({ zendeskMetric }) => zendeskMetric)).toEqual(['first_reply_time']);
    expect((await tierline(['parity', '--first', '0'], world.environment)).status).toBe(2);
  });
});

describe('parity of replies, updates and resolutions', () => {
  it('names each difference', async () => {
    const file = join(folder, 'parity.yaml');
    await writeFile(file, PARITY);
    expect((await tierline(['policy', 'publish', file], world.environment)).status).toBe(0);
    const { state } = world.sandbox;
    const customer = customerPerson(state, 'quarry-street-bank', 'technical');
    await graphql(
      `mutation { putContract(input: { organizationId: "${String(customer.organizationId)}", policy: "parity", tier: "only" }) { __typename } }`,
    );
    const [sla] = state.slaPolicies.values();
    if (sla === undefined) throw new Error('there is no SLA policy');
    const measure = (targets: Readonly<Record<string, number>>): void => {
      sla.policyMetrics = Object.entries(targets).map(([metric, target]) => {
        return { priority: 'urgent', metric, target, business_hours: false };
      });
    };
    measure({ first_reply_time: 60, next_reply_time: 120, periodic_update_time: 240, total_resolution_time: 480 });
    const tickets = parityTickets(world.sandbox, customer.id);
    const compared = async (): Promise<Record<string, Record<string, string>>> => {
      const { out, err } = await tierline(['parity', ...Object.values(tickets), '--json'], world.environment);
      expect(err).toBe('');
      const { rows } = JSON.parse(out) as { rows: { ticket: string; metric: string; kind: string }[] };
      const kindsOf = (id: string): Record<string, string> =>
        Object.fromEntries(rows.filter(({ ticket }) => ticket === id).map(({ metric, kind }) => [metric, kind]));
      return Object.fromEntries(Object.entries(tickets).map(([name, id]) => [name, kindsOf(id)]));
    };
    const first = { first_response: 'equal' };
    const met = { first_response: 'equal', update: 'equal', resolution: 'equal' };
    expect(await compared()).toEqual({
      unanswered: { ...first, resolution: 'equal' },
      asked: { ...first, next_response: 'equal', update: 'equal', resolution: 'equal' },
      waits: { ...first, update: 'equal', resolution: 'paused_here' },
      waited: { ...first, next_response: 'equal', update: 'equal', resolution: 'pauses' },
      solved: met,
    });
    // Another target, and the metrics of Zendesk's that wait for the customer as ours do.
    measure({ first_reply_time: 60, next_reply_time: 180, pausable_update_time: 240, requester_wait_time: 480 });
    expect(await compared()).toEqual({
      unanswered: { ...first, resolution: 'equal' },
      asked: { ...first, next_response: 'target', update: 'equal', resolution: 'equal' },
      waits: { ...first, update: 'paused_in_zendesk', resolution: 'equal' },
      waited: { ...first, next_response: 'target', update: 'equal', resolution: 'equal' },
      solved: met,
    });
  });
});

describe('the metrics that docs/operating.md names', () => {
  it('are all there after one refused webhook, once a ticket was looked at', async () => {
    const { url } = world.sidecar;
    await fetch(`${url}/webhooks/zendesk`, { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } });
    const page = await readFile('docs/operating.md', 'utf8');
    const told = [...page.matchAll(/^\| `(tierline_\w+)/gm)].map(([, name = '']) => name);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(told.length).toBeGreaterThan(8);
    expect(told.filter((name) => !new RegExp(`^${name}(_bucket|_count)?(\\{.*)? \\d`, 'm').test(text))).toEqual([]);
  });
});

describe('policy publish', () => {
  const publish = (...words: string[]) => tierline(['policy', 'publish', ...words], world.environment);

  it('publishes a text once', async () => {
    const text = await readFile('sidecar/policies/nextplane.yaml', 'utf8');
    const file = join(folder, 'nextplane.yaml');
    await writeFile(file, `${text}\n# a remark\n`);
    const done = await publish(file, '--note', 'A remark');
    expect(done).toMatchObject({ status: 0, err: '' });
    expect(done.out).toMatch(/^nextplane version 2 is published/);
    const again = await publish(file, '--note', 'A remark', '--json');
    expect(JSON.parse(again.out)).toMatchObject({ published: { id: 'nextplane', version: 2 }, unchanged: true });
    expect((await publish(file, '--move-open')).out).toMatch(/nothing to publish\n +no ticket moves by that/);
  });

  it('shows faults with their place and publishes nothing', async () => {
    const file = join(folder, 'wrong.yaml');
    await writeFile(file, 'policy: wrong\ntitle: [\n');
    const { status, out } = await publish(file, '--note', 'x');
    expect(status).toBe(1);
    expect(out).toMatch(/wrong\.yaml:\d+:\d+: error/);
    const unknown = await tierline(['policy', 'publish', '-', '--note', 'x'], world.environment, 'policy: [\n');
    expect(unknown.status).toBe(1);
    expect(unknown.out).toMatch(/^-:\d+:\d+: error/m);
  });

  it('notes the name of the file where nobody says more, and takes no file that is not there', async () => {
    const file = join(folder, 'small.yaml');
    await writeFile(file, 'policy: small\ntitle: Small\n');
    const { out, status } = await publish(file, '--json');
    expect(status, out).toBe(0);
    expect((await publish(join(folder, 'none.yaml'))).status).toBe(2);
  });
});

describe('import contracts', () => {
  const [one, two] = ['28600000000999', '1'];
  const organizations = (): string[] => [...world.sandbox.state.organizations.keys()].slice(0, 2).map(String);
  const file = async (...lines: string[]): Promise<string> => {
    const path = join(folder, 'contracts.csv');
    await writeFile(path, ['organization_id,policy,tier,contacts', ...lines, ''].join('\n'));
    return path;
  };

  it('puts each row, and again changes nothing', async () => {
    const [first = '', second = ''] = organizations();
    const path = await file(`${first},nextplane,business,approved:ana@example.com`, `${second},pexip,enhanced,`);
    const again = async () => tierline(['import', 'contracts', path, '--json'], world.environment);
    const ran = await again();
    expect(ran.err).toBe('');
    const { rows } = JSON.parse(ran.out) as { rows: { outcome: string; message: string | null }[] };
    const outcomes = rows.map(({ outcome, message }) => message ?? outcome);
    expect(outcomes[0]).toBe('created');
    expect(JSON.parse((await again()).out)).toMatchObject({ rows: [{ outcome: 'unchanged', revision: 1 }, {}] });
  });

  it('takes a zone and holidays in, and out again where the file no longer says them', async () => {
    const [, , third = ''] = [...world.sandbox.state.organizations.keys()].map(String);
    const path = join(folder, 'zones.csv');
    const outcome = async (zone: string, holidays: string) => {
      const head = 'organization_id,policy,tier,time_zone,holidays';
      await writeFile(path, `${head}\n${third},nextplane,business,${zone},${holidays}\n`);
      const { out } = await tierline(['import', 'contracts', path, '--json'], world.environment);
      const { rows } = JSON.parse(out) as { rows: { outcome: string; message: string | null }[] };
      return rows.map((row) => row.message ?? row.outcome)[0];
    };
    await outcome('Europe/London', '2026-12-24;2026-12-31');
    expect(await outcome('Europe/London', '2026-12-31;2026-12-24')).toBe('unchanged');
    expect([await outcome('', ''), await outcome('', '')]).toEqual(['changed', 'unchanged']);
  });

  it('leaves telephone and agreements with the contacts that a changed row names again', async () => {
    const [, , , fourth = ''] = [...world.sandbox.state.organizations.keys()].map(String);
    await graphql(`mutation { putContract(input: { organizationId: "${fourth}", policy: "nextplane", tier: "startup", contacts: [
      { role: "approved", email: "ana@example.com", phone: "+1 202 555 0100", agreedBy: ["vendor"] },
      { role: "approved", email: "bo@example.com", phone: "+1 202 555 0101" }] }) { __typename } }`);
    const path = join(folder, 'telephones.csv');
    await writeFile(
      path,
      `organization_id,policy,tier,contacts\n${fourth},nextplane,business,approved:Ana <ana@example.com>;named:bo@example.com\n`,
    );
    expect((await tierline(['import', 'contracts', path], world.environment)).out).toMatch(/0 created, 1 changed/);
    const { organizationSupport } = (await graphql(
      `{ organizationSupport(organizationId: "${fourth}") { contract { tier { id } contacts { role name email phone agreedBy } } } }`,
    )) as { organizationSupport: unknown };
    expect(organizationSupport).toEqual({
      contract: {
        tier: { id: 'business' },
        contacts: [
          { role: 'approved', name: 'Ana', email: 'ana@example.com', phone: '+1 202 555 0100', agreedBy: ['vendor'] },
          { role: 'named', name: null, email: 'bo@example.com', phone: null, agreedBy: [] },
        ],
      },
    });
  });

  it('sends nothing while one row is wrong, and nothing on a dry run', async () => {
    const [first = ''] = organizations();
    const wrong = await file(`${first},nextplane,startup,`, `${one},no_such,business,`);
    const refused = await tierline(['import', 'contracts', wrong], world.environment);
    expect(refused).toMatchObject({ status: 1, err: '' });
    expect(refused.out).toMatch(/contracts\.csv:3: policy: the sidecar has no policy no_such; it has .*nextplane/);
    expect(refused.out).toMatch(/1 problem: no contract was sent/);
    const dry = await tierline(
      ['import', 'contracts', await file(`${first},nextplane,startup,`), '--dry-run'],
      world.environment,
    );
    expect(dry).toMatchObject({ status: 0 });
    expect(dry.out).toMatch(/1 contract checked, none sent/);
    const after = await tierline(
      ['import', 'contracts', await file(`${first},nextplane,business,approved:ana@example.com`), '--json'],
      world.environment,
    );
    expect(JSON.parse(after.out)).toMatchObject({ rows: [{ outcome: 'unchanged' }] });
  });

  it('says of each row what became of it', async () => {
    const [first = ''] = organizations();
    const path = await file(`${first},nextplane,no_such_tier,`, `${two},nextplane,business,`);
    const { status, out } = await tierline(['import', 'contracts', path], world.environment);
    expect(status).toBe(1);
    expect(out).toMatch(/✗ .*:2: organization \d+: The policy has no tier no_such_tier/);
    expect(out).toMatch(/✗ .*:3: organization 1: Zendesk has no organization 1/);
    expect(out).toMatch(/0 created, 0 changed, 0 unchanged, 2 refused/);
  });

  it('tells bad use from no answer', async () => {
    const path = await file('1,nextplane,business,');
    const without = await tierline(['import', 'contracts', path], { SIDECAR_URL: world.sidecar.url });
    expect(without).toMatchObject({ status: 2, out: '' });
    expect(without.err).toMatch(/set ADMIN_TOKEN/);
    const away = await tierline(['import', 'contracts', path], { ADMIN_TOKEN: 'x', SIDECAR_URL: 'http://127.0.0.1:9' });
    expect(away).toMatchObject({ status: 1, out: '' });
    expect(away.err).toMatch(/no sidecar answers/);
    const wrong = await tierline(['import', 'contracts', path], { ...world.environment, ADMIN_TOKEN: 'wrong' });
    expect(wrong.status).toBe(1);
    expect(wrong.err).toMatch(/UNAUTHENTICATED.* Set ADMIN_TOKEN to that of the sidecar/);
    const own = join(folder, 'made');
    const made = await tierline(['migrate'], { DATA_DIR: own });
    expect(made.out).toMatch(`The embedded database in ${own} has schema`);
    expect((await tierline(['import', 'contracts', join(folder, 'none.csv')], world.environment)).status).toBe(2);
  });
});
