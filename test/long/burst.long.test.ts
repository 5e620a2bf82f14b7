/** L-01: 10,000 webhooks over 64 connections: all accepted, none lost or doubled, drained within two minutes. */
import { afterEach, describe, expect, test } from 'vitest';
import { DATABASES } from '#test/faults/databases.ts';
import { startDrill, type Drill } from '#test/faults/drill.ts';

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

describe.each(DATABASES)('%s', (kind, fresh) => {
  test('10,000 webhooks at once', async () => {
    drill = await startDrill({ name: `burst-${kind}`, databaseUrl: await fresh() });
    await drill.start();
    const ids = Array.from({ length: 500 }, () => drill?.open() ?? 0);
    await drill.sender.deliverAll(
      Array.from({ length: 10_000 }, (_, index) => ids[index % ids.length] ?? 0),
      64,
    );
    const refused = drill.history.lines.filter((line) => line.type === 'answered' && line.status !== 200);
    expect(refused).toEqual([]);
    expect(await drill.settled(120_000)).toBe(true);
    expect(await drill.finish()).toEqual([]);
  });
});
