/** S-03 in full: 1,000 tickets for each order in which a reply and its timer may be seen, half in the due second, half a second late. */
import { describe, test } from 'vitest';
import { DATABASES } from '#test/flow/databases.ts';
import { ORDERS, replyWhenDue } from '#test/flow/reply-race.ts';
import { faultsWorld } from '#test/flow/faults-world.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  const world = faultsWorld(fresh);

  test.each(ORDERS)('told %s', (order) => replyWhenDue(world, order, 500));
});
