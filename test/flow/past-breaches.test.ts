// What was broken before the sidecar first ran: told where somebody still waits, left alone where it is long past.
import { expect, test } from 'vitest';
import { DATABASES } from './databases.ts';
import { AGENT, BOT } from './fake-zendesk.ts';
import { faultsWorld, HOUR } from './faults-world.ts';

const [[, fresh]] = DATABASES;
const world = faultsWorld(fresh);

/** Internal notes on a ticket that was opened so long ago; first response of custom P1 is due after an hour. */
async function notesAfter(ago: number, change: () => void = () => undefined): Promise<readonly string[]> {
  const { sidecar } = world;
  const { zendesk } = sidecar;
  zendesk.open('1', world.now() - ago);
  change();
  await sidecar.webhook(sidecar.hint('1'));
  await sidecar.quiet();
  await sidecar.webhook({ ticket_id: '1' });
  await sidecar.quiet();
  expect(zendesk.ticket('1').tags).toContain('sla_breached');
  expect(zendesk.comments('1').every((comment) => comment.authorId !== BOT || !comment.public)).toBe(true);
  return zendesk.comments('1').flatMap(({ authorId, text }) => (authorId === BOT ? [text] : []));
}

test('a promise that was broken today and is still open is noted once, as late', async () => {
  const notes = await notesAfter(3 * HOUR);
  expect(notes).toEqual([expect.stringContaining('Noticed late')]);
});

test('one that was broken days ago is not', async () => {
  expect(await notesAfter(72 * HOUR)).toEqual([]);
});

test('nor one that was kept late in the meantime', async () => {
  const reply = (): void =>
    world.sidecar.zendesk.change('1', { by: AGENT, at: world.now() - HOUR, comment: { public: true } });
  expect(await notesAfter(3 * HOUR, reply)).toEqual([]);
});
