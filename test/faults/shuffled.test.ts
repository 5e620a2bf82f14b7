/** W-10 in small: some 500 events of 20 tickets, shuffled and repeated; each ticket and each timer ends by its own story, no note doubled. */
import { afterEach, expect, test } from 'vitest';
import { startDrill, type Drill } from './drill.ts';
import { deliverShuffled } from './shuffled.ts';

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

test('events in any order, again and again', async () => {
  drill = await startDrill({ name: 'shuffled', databaseUrl: null, seed: 10 });
  await drill.start();
  await deliverShuffled(drill);
  expect(await drill.finish()).toEqual([]);
});
