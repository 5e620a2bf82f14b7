/** A person is erased while looks at their tickets are under way: what was read before is not written down after. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { erasePerson } from '#flow/erase.ts';
import type { Database } from '#rim/postgres/database.ts';
import { createErasure } from '#rim/postgres/erasure.ts';
import { DATABASES, type TestDatabase } from './databases.ts';
import { CUSTOMER, FakeZendesk } from './fake-zendesk.ts';
import { ADMIN, contract, startTestSidecar, type TestSidecar } from './sidecar.ts';

const NAME = 'Zelda Canarybird';
const EMAIL = 'zelda.canarybird@example.com';
const contacts = [{ role: 'approved', userId: CUSTOMER, name: NAME, email: EMAIL, phone: '+15550100999' }];

describe.each(DATABASES)('on %s', (_name, make) => {
  let place: TestDatabase;
  let database: Database;
  let zendesk: FakeZendesk;
  let sidecar: TestSidecar;
  let goOn: () => void;

  beforeEach(async () => {
    place = await make();
    database = await place.open();
    zendesk = new FakeZendesk(() => Date.now());
    person({ name: NAME, email: EMAIL });
    sidecar = await startTestSidecar(database, { zendesk });
    await sidecar.store.contracts.put(contract({ contacts }), null, ADMIN);
  });
  afterEach(async () => {
    goOn();
    await sidecar.stop();
    await database.close();
    await place.remove();
  });

  function person(more: { readonly name: string | null; readonly email: string | null }): void {
    const known = zendesk.people.get(CUSTOMER);
    if (known !== undefined) zendesk.people.set(CUSTOMER, { ...known, ...more });
  }
  /** Answers from now on hold what stood when they were asked for, and arrive when the test says so. Resolves at the first. */
  function holdAnswers(): Promise<void> {
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const read = zendesk.readTicket.bind(zendesk);
    return new Promise((asked) => {
      zendesk.readTicket = async (...words) => {
        const answer = structuredClone(await read(...words));
        asked();
        await gate;
        return answer;
      };
    });
  }
  const eraseNow = () =>
    erasePerson({ userId: CUSTOMER, emails: [], names: [], salt: 'salt', dryRun: false }, createErasure(database));
  /** Which tables hold one of the texts. */
  async function tablesWith(pattern: RegExp): Promise<readonly string[]> {
    const rows = await database.rows<{
      place: string;
      text: string;
    }>(`select 'tickets' as place, t::text as text from tickets t
      union all select 'users', u::text from users u union all select 'contracts', c::text from contracts c
      union all select 'audit', a::text from audit a union all select 'events', e::text from events e`);
    return [...new Set(rows.filter(({ text }) => pattern.test(text)).map(({ place: table }) => table))].toSorted();
  }

  test.each([
    ['whose ticket is known', true],
    ['whose ticket is new', false],
  ])('a profile %s', async (_words, isKnown) => {
    zendesk.open('1', Date.now() - 60_000);
    if (isKnown) {
      await sidecar.webhook(sidecar.hint('1'));
      await sidecar.quiet();
      expect(await tablesWith(/canarybird/i)).toEqual(['audit', 'contracts', 'tickets', 'users']);
      zendesk.change('1', { by: CUSTOMER, at: Date.now(), comment: { public: true, text: 'again' } });
    }
    const held = holdAnswers();
    await sidecar.webhook(sidecar.hint('1', { comment: { public: true, author_id: CUSTOMER } }));
    await held;
    person({ name: 'Permanently Deleted User', email: null });
    await eraseNow();
    goOn();
    await expect.poll(async () => (await sidecar.store.tickets.find('1'))?.judgement ?? null).not.toBeNull();
    await sidecar.quiet();
    expect(await tablesWith(/canarybird|5550100999/i)).toEqual([]);
    expect(await tablesWith(/Permanently Deleted User/)).toEqual(['users']);
  });
});
