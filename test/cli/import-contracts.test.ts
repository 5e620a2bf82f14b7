/** `tierline import contracts`: what a file may say, and that nothing is sent until all of it is right. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readContractFile } from '../../sidecar/commands/contract-file.ts';
import { startWorld, tierline, type World } from './world.ts';

const HEAD = 'organization_id,policy,tier,status,starts_on,ends_on,partner,region,users,entitlements,contacts';

describe('a contracts file', () => {
  it('is read whole: every column, in any order', () => {
    const text = [
      'tier,policy,organization_id,contacts,entitlements,users,starts_on,ends_on,status,partner,region,time_zone,holidays',
      'business,nextplane,509,approved:Ana@Example.com;named:20978392;approved:Bo <bo@example.com>@2026-01-31,seats=20;sso,250,2026-01-01,2026-12-31,Unpaid,self,emea,Europe/London,2026-12-24',
    ].join('\r\n');
    const { rows, faults } = readContractFile(`\ufeff${text}\r\n`);
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        input: {
          organizationId: '509',
          policy: 'nextplane',
          tier: 'business',
          status: 'UNPAID',
          startsOn: '2026-01-01',
          endsOn: '2026-12-31',
          partner: 'self',
          region: 'emea',
          users: 250,
          entitlements: [
            { id: 'seats', quantity: 20 },
            { id: 'sso', quantity: null },
          ],
          contacts: [
            { role: 'approved', name: null, email: 'ana@example.com', userId: null, certifiedOn: null },
            { role: 'named', name: null, email: null, userId: '20978392', certifiedOn: null },
            { role: 'approved', name: 'Bo', email: 'bo@example.com', userId: null, certifiedOn: '2026-01-31' },
          ],
          timeZone: 'Europe/London',
          holidays: ['2026-12-24'],
        },
      },
    ]);
  });

  it('may leave out every column but three, and its lines count as an editor counts them', () => {
    const { rows, faults } = readContractFile('organization_id,policy,tier\n\n1,"next\nplane",business\n2,p,t\n');
    expect(faults).toEqual([]);
    expect(rows.map(({ line }) => line)).toEqual([3, 5]);
    expect(rows[1]?.input).toMatchObject({ status: 'ACTIVE', startsOn: null, users: null, contacts: [] });
  });

  it.each([
    ['', 1, /blank/],
    [HEAD, 1, /no row/],
    ['organisation_id,policy,tier\n1,p,t', 1, /no column "organisation_id"/],
    ['organization_id,policy\n1,p', 1, /column tier is missing/],
    ['tier,tier,organization_id,policy\n', 1, /"tier" stands twice/],
    ['organization_id,policy,tier\n1,p,t,x', 2, /4 cells for 3 columns/],
    ['organization_id,policy,tier\n1,p,"t', 2, /no CSV/],
    ['organization_id,policy,tier\nacme,p,t', 2, /not a number of Zendesk/],
    ['organization_id,policy,tier\n1,,t', 2, /policy: is blank/],
    ['organization_id,policy,tier\n1,p,t\n1,p,t', 3, /stands in line 2 too/],
    ['organization_id,policy,tier,starts_on\n1,p,t,2026-02-30', 2, /starts_on: "2026-02-30" is not a date/],
    ['organization_id,policy,tier,starts_on,ends_on\n1,p,t,2026-02-02,2026-02-01', 2, /ends .* before it starts/],
    ['organization_id,policy,tier,status\n1,p,t,paid', 2, /no status: write active, unpaid or ended/],
    ['organization_id,policy,tier,users\n1,p,t,many', 2, /users: "many"/],
    ['organization_id,policy,tier,entitlements\n1,p,t,=3', 2, /no entitlement/],
    ['organization_id,policy,tier,entitlements\n1,p,t,a=b', 2, /no entitlement/],
    ['organization_id,policy,tier,contacts\n1,p,t,ana@example.com', 2, /no contact/],
    ['organization_id,policy,tier,time_zone\n1,p,t,Mars/Base', 2, /not a time zone/],
  ])('%j is refused in line %i', (text, line, message) => {
    const { faults } = readContractFile(text);
    expect(faults.map((fault) => fault.line)).toContain(line);
    expect(faults.map((fault) => fault.message).join('\n')).toMatch(message);
  });

  it('tells every fault of every row', () => {
    expect(readContractFile(`${HEAD}\nx,,,paid,,,,,,,\ny,,,paid,,,,,,,`).faults).toHaveLength(8);
  });
});

describe('against a running sidecar', { timeout: 180_000 }, () => {
  let world: World;
  let folder: string;
  const [one, two] = ['28600000000999', '1'];
  beforeAll(async () => {
    world = await startWorld();
    folder = await mkdtemp(join(tmpdir(), 'tierline-import-'));
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });
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
    expect(wrong.err).toMatch(/UNAUTHENTICATED/);
    expect((await tierline(['import', 'contracts', join(folder, 'none.csv')], world.environment)).status).toBe(2);
  });
});
