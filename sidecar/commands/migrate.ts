// `tierline migrate`: brings the schema up to this program's, as the owner of the tables; however many run, it happens once.
import { resolve } from 'node:path';
import { defineCommand } from 'citty';
import { migrations } from '#rim/postgres/migrate.ts';
import { toolSettings } from './ask.ts';
import { withDatabase } from './own-database.ts';
import { FINE } from './status.ts';

export const migrate = defineCommand({
  args: { json: { type: 'boolean', description: 'Print data only' } },
  run: async ({ args }) => {
    const schema = migrations().at(-1)?.number ?? 0;
    const kind = await withDatabase((database) => Promise.resolve(database.kind), { mayMake: true });
    if (args.json === true) console.log(JSON.stringify({ database: kind, schema }));
    else
      console.log(
        `${kind === 'embedded' ? `The embedded database in ${resolve(toolSettings().dataDir)}` : 'PostgreSQL'} has schema ${String(schema)}, current`,
      );
    return FINE;
  },
});
