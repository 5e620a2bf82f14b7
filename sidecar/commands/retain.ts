// `tierline retain --before DATE`: removes tickets that ended before a day, with their acts, old webhooks and notices, and profiles that nothing names.
import { defineCommand } from 'citty';
import { countBefore, removeBefore } from '#rim/postgres/retention.ts';
import { plainDate } from './contract-values.ts';
import { withDatabase } from './own-database.ts';
import { paint } from './print.ts';
import { BadUse, FINE } from './status.ts';

export const retain = defineCommand({
  args: {
    before: { type: 'string', description: 'First day that is kept, in UTC (Required)', valueHint: 'YYYY-MM-DD' },
    'dry-run': { type: 'boolean', description: 'Say what would be removed, and remove nothing' },
    json: { type: 'boolean', description: 'Print data only' },
  },
  run: async ({ args }) => {
    const day = args.before ?? '';
    if (!plainDate(day)) throw new BadUse('tierline retain needs --before YYYY-MM-DD: the first day that is kept');
    const before = Date.parse(`${day}T00:00:00Z`);
    if (before > Date.now())
      throw new BadUse(`${day} is in the future: tierline retain --before takes a day that has come`);
    const dryRun = args['dry-run'] === true;
    const counts = await withDatabase((database) => (dryRun ? countBefore : removeBefore)(database, before));
    if (args.json === true) console.log(JSON.stringify({ ...counts, before: day, dryRun }, null, 2));
    else {
      const { tickets, acts, events, notices, users } = counts;
      const words = `${String(tickets)} tickets, ${String(acts)} acts, ${String(events)} webhooks, ${String(notices)} notices, ${String(users)} profiles`;
      console.log(dryRun ? `Would remove ${words}` : paint('green', `Removed ${words}`));
    }
    return FINE;
  },
});
