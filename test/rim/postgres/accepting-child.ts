/** A process that stores events as fast as it can and tells each one that is stored, until it is killed. */
import { openDatabase } from '#rim/postgres/open.ts';
import { createInbox } from '#rim/postgres/inbox.ts';

const [directory = '', name = ''] = process.argv.slice(2);
const inbox = createInbox(await openDatabase({ url: null, directory }));
for (let count = 0; ; count += 20) {
  const ids = Array.from({ length: 20 }, (_, index) => `${name}-${String(count + index)}`);
  await Promise.all(
    ids.map(async (id) => {
      await inbox.accept({ deliveryId: id, ticketId: String(count + 1), body: '{}', hint: null, problem: null });
      process.send?.(id);
    }),
  );
}
