// S-03 in small: a reply in the second in which it is due is in time, whichever of reply and timer is seen first.
import { describe, test } from 'vitest';
import { DATABASES } from './databases.ts';
import { ORDERS, replyWhenDue } from './reply-race.ts';
import { faultsWorld } from './faults-world.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  const world = faultsWorld(fresh);

  test.each(ORDERS)('told %s', (order) => replyWhenDue(world, order, 6));
});
