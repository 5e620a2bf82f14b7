// `tierline erase --user NUMBER`: one person is taken out of everything that the sidecar keeps.
import { randomBytes } from 'node:crypto';
import { defineCommand } from 'citty';
import { erasePerson, type ErasureReport } from '#flow/erase.ts';
import { createErasure } from '#rim/postgres/erasure.ts';
import { withDatabase } from './own-database.ts';
import { count, paint } from './print.ts';
import { BadUse, FINE } from './status.ts';

export const erase = defineCommand({
  args: {
    user: { type: 'string', description: "Zendesk's number of the user", valueHint: 'number' },
    email: {
      type: 'string',
      description: "The person's address, where contracts name it and Zendesk's profile is gone",
      valueHint: 'address',
    },
    'dry-run': { type: 'boolean', description: 'Say what would be taken out, and take nothing' },
    json: { type: 'boolean', description: 'Print data only' },
  },
  run: async ({ args }) => {
    const userId = args.user ?? '';
    if (!/^[1-9]\d{0,18}$/.test(userId))
      throw new BadUse('tierline erase needs --user NUMBER: the number of the user in Zendesk');
    const wish = {
      userId,
      email: args.email ?? null,
      salt: randomBytes(16).toString('hex'),
      dryRun: args['dry-run'] === true,
    };
    const report = await withDatabase((database) => erasePerson(wish, createErasure(database)));
    if (args.json === true) console.log(JSON.stringify({ ...report, dryRun: wish.dryRun }, null, 2));
    else print(report, wish.dryRun);
    return FINE;
  },
});

function print(report: ErasureReport, dryRun: boolean): void {
  const { contracts, auditEntries, acts, tickets, events, pseudonym } = report;
  const found = [
    count(contracts, 'revision of a contract').replace('revision of a contracts', 'revisions of contracts'),
    `${String(auditEntries)} of the audit log's entries`,
    count(acts, 'act'),
    count(tickets, 'ticket'),
    count(events, 'kept webhook'),
  ].join(', ');
  console.log(dryRun ? `Would take the person out of ${found}` : paint('green', `The person is taken out of ${found}`));
  if (!dryRun)
    console.log(
      `In old records it is ${pseudonym}. Tickets are read from Zendesk again: erase the person there first.`,
    );
}
