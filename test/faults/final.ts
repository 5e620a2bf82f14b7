/** How everything stands when a drill is over: Zendesk's tickets beside the model, and the sidecar's own rows. */
import { openDatabase } from '#rim/postgres/open.ts';
import type { Sandbox } from '#test/sandbox/sandbox.ts';
import { staff } from '#test/sandbox/world/people.ts';
import type { FinalState } from './history.ts';
import { shouldShow, shows } from './model.ts';

/** Where the database is. */
export interface Home {
  readonly url: string | null;
  readonly directory: string;
}

interface Ended {
  readonly sandbox: Sandbox;
  readonly home: Home;
  readonly tickets: readonly number[];
  readonly timersRun?: boolean;
  readonly output: string;
  readonly recovered: boolean;
  readonly secrets: readonly string[];
}

/** Opens the database itself: no replica may run on the embedded one any more. */
export async function finalState({ sandbox, home, tickets, timersRun, ...rest }: Ended): Promise<FinalState> {
  const rows = await readRows(home);
  return {
    ...rest,
    ...rows,
    at: sandbox.clock.now(),
    botUserId: staff(sandbox.state, 'integration').id,
    tickets: tickets.flatMap((id) => {
      const ticket = sandbox.state.tickets.get(id);
      if (ticket === undefined || ticket.deleted || ticket.status === 'closed') return [];
      const is = shows(ticket);
      const wanted = shouldShow(sandbox.state, ticket, timersRun);
      return [
        {
          id: String(id),
          priority: is.priority,
          tags: is.tags,
          wantedPriority: wanted.priority,
          wantedTags: wanted.tags,
        },
      ];
    }),
  };
}

async function readRows(home: Home): Promise<Pick<FinalState, 'decisions' | 'events'>> {
  const database = await openDatabase({ url: home.url, directory: home.directory });
  try {
    const decisions = await database.rows<{ id: string; seen_at: number | null; decided: boolean }>(
      `select ticket_id as id, greatest(updated_at, heard_at) as seen_at, (judgement is not null or ended) as decided from tickets`,
    );
    const events = await database.rows<{ id: string; done: boolean }>(
      `select split_part(delivery_id, ':', 1) as id, (looked_at is not null or problem is not null) as done from events`,
    );
    return { decisions: decisions.map(({ id, seen_at, decided }) => ({ id, seenAt: seen_at, decided })), events };
  } finally {
    await database.close();
  }
}
