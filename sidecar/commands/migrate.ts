// `tierline migrate`: brings the schema up to this program's, as the owner of the tables; however many run, it happens once.
import { resolve } from 'node:path';
import { defineCommand } from 'citty';
import { belongAnew } from '#rim/postgres/belonging.ts';
import { migrations } from '#rim/postgres/migrate.ts';
import { SUBDOMAIN } from '#schema/settings.ts';
import { toolSettings } from './ask.ts';
import { withDatabase } from './own-database.ts';
import { BadUse, FINE } from './status.ts';

export const migrate = defineCommand({
  args: {
    account: {
      type: 'string',
      description: "The account's new name, once after Zendesk renamed it",
      valueHint: 'NAME',
    },
    json: { type: 'boolean', description: 'Print data only' },
  },
  run: async ({ args }) => {
    const schema = migrations().at(-1)?.number ?? 0;
    const { account } = args;
    if (account !== undefined && !SUBDOMAIN.test(account))
      throw new BadUse('tierline migrate --account takes the name as in ZENDESK_SUBDOMAIN: acme, not acme.zendesk.com');
    const kind = await withDatabase(
      async (database) => {
        if (account !== undefined) await belongAnew(database, account);
        return database.kind;
      },
      { mayMake: true },
    );
    if (args.json === true) console.log(JSON.stringify({ database: kind, schema }));
    else
      console.log(
        `${kind === 'embedded' ? `The embedded database in ${resolve(toolSettings().dataDir)}` : 'PostgreSQL'} has schema ${String(schema)}, current`,
      );
    return FINE;
  },
});
