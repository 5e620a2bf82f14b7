// `tierline erase --user NUMBER`: one person is taken out of everything that the sidecar keeps.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { defineCommand } from 'citty';
import { isFullName } from '#core/facts/known-as.ts';
import { erasePerson, type ErasureReport } from '#flow/erase.ts';
import { createErasure } from '#rim/postgres/erasure.ts';
import { withDatabase } from './own-database.ts';
import { count, paint } from './print.ts';
import { BadUse, FINE } from './status.ts';

export const erase = defineCommand({
  args: {
    user: { type: 'string', description: "Zendesk's number of the user (Required)", valueHint: 'number' },
    email: {
      type: 'string',
      description: 'An address of the person that is not kept beside the number; may be given again',
      valueHint: 'address',
    },
    name: {
      type: 'string',
      description: 'A full name of the person that is not kept beside the number; may be given again',
      valueHint: 'name',
    },
    'dry-run': { type: 'boolean', description: 'Say what would be taken out, and take nothing' },
    json: { type: 'boolean', description: 'Print data only' },
  },
  run: async ({ args, rawArgs }) => {
    const userId = args.user ?? '';
    if (!/^[1-9]\d{0,18}$/.test(userId))
      throw new BadUse('tierline erase needs --user NUMBER: the number of the user in Zendesk');
    const wish = {
      userId,
      ...wordsOf(rawArgs),
      salt: randomBytes(16).toString('hex'),
      dryRun: args['dry-run'] === true,
    };
    const report = await withDatabase((database) => erasePerson(wish, createErasure(database)));
    if (args.json === true) console.log(JSON.stringify({ ...report, dryRun: wish.dryRun }, null, 2));
    else print(report, wish.dryRun);
    return FINE;
  },
});

/** All that were given: citty knows the last of each only. */
function wordsOf(words: readonly string[]): { readonly emails: readonly string[]; readonly names: readonly string[] } {
  const { values } = parseArgs({
    args: [...words],
    options: {
      user: { type: 'string' },
      email: { type: 'string', multiple: true },
      name: { type: 'string', multiple: true },
    },
    strict: false,
  });
  const emails = texts(values.email);
  const names = texts(values.name);
  for (const email of emails)
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new BadUse(`--email takes an address, "${email}" is none`);
  for (const name of names)
    if (!isFullName(name))
      throw new BadUse(`--name takes a full name: "${name}" may be anybody's or anything, and is not looked for`);
  return { emails, names };
}

const texts = (given: string | boolean | readonly (string | boolean)[] | undefined): readonly string[] =>
  [given ?? []].flat().map((each) => (typeof each === 'string' ? each.trim() : ''));

function print(report: ErasureReport, dryRun: boolean): void {
  const { contracts, auditEntries, acts, tickets, events, pseudonym, known, names, addresses, passedOver } = report;
  const found = [
    count(contracts, 'revision of a contract').replace('revision of a contracts', 'revisions of contracts'),
    `${String(auditEntries)} of the audit log's entries`,
    count(acts, 'act'),
    count(tickets, 'ticket'),
    count(events, 'kept webhook'),
    known ? 'and the profile' : 'there was no profile',
  ].join(', ');
  console.log(dryRun ? `Would take the person out of ${found}` : paint('green', `The person is taken out of ${found}`));
  console.log(
    `Looked for by the number, ${count(names, 'name')} and ${count(addresses, 'address').replace('addresss', 'addresses')}.`,
  );
  if (passedOver > 0)
    console.log(
      `Not looked for: ${count(passedOver, 'word')} that others have too or that may be anything. Contacts with the number lose them all the same; texts do not. An address of the person that contracts hold without the number is given by --email.`,
    );
  if (!dryRun)
    console.log(
      `In old records it is ${pseudonym}. Tickets are read from Zendesk again: erase the person there first.`,
    );
}
