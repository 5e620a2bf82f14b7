/** `tierline import contracts`: what a file may say, and every way to say it wrong. */
import { describe, expect, it } from 'vitest';
import { readContractFile } from '../../sidecar/commands/contract-file.ts';

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
    ['organization_id,policy,tier,time_zone\n1,p,t,+05:30', 2, /time_zone: "\+05:30" is not a time zone/],
    ['organization_id,policy,tier,time_zone\n1,p,t,europe/london', 2, /write Europe\/London/],
  ])('%j is refused in line %i', (text, line, message) => {
    const { faults } = readContractFile(text);
    expect(faults.map((fault) => fault.line)).toContain(line);
    expect(faults.map((fault) => fault.message).join('\n')).toMatch(message);
  });

  it('tells every fault of every row', () => {
    expect(readContractFile(`${HEAD}\nx,,,paid,,,,,,,\ny,,,paid,,,,,,,`).faults).toHaveLength(8);
  });
});
