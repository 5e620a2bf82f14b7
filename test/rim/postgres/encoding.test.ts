/** A database whose encoding lacks letters is refused at the start, not by the first name that it cannot keep. */
import { expect, test } from 'vitest';
import { DatabaseRefused } from '#rim/postgres/database.ts';
import { inspectDatabase } from '#rim/postgres/inspect.ts';
import { openDatabase } from '#rim/postgres/open.ts';
import { freshDatabase } from '#test/support/postgres.ts';

test.each([
  ['LATIN1', false],
  ['UTF8', true],
  ['SQL_ASCII', true],
])('of encoding %s', async (encoding, isTaken) => {
  const fresh = await freshDatabase(`template0 encoding '${encoding}' lc_collate 'C' lc_ctype 'C'`);
  try {
    const [opened, inspected] = [openDatabase({ url: fresh.url, directory: '' }), inspectDatabase(fresh.url)];
    const outcomes = await Promise.allSettled([opened.then((database) => database.close()), inspected]);
    if (isTaken) return expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    for (const outcome of outcomes) {
      const reason: unknown = outcome.status === 'rejected' ? outcome.reason : null;
      expect(reason).toBeInstanceOf(DatabaseRefused);
      expect(reason).toHaveProperty('message', expect.stringMatching(/encoding LATIN1 .* encoding 'UTF8'/) as string);
    }
  } finally {
    await fresh.drop();
  }
});
