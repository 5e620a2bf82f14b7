/** Which tickets a user may see, and to whom a ticket belongs: Zendesk's own settings. */
import { z } from 'zod';
import type { TicketHolders, TicketRestriction } from '#flow/ports.ts';
import type { Api } from './api.ts';
import { RequestFailed } from './failure.ts';
import { idShape } from './shapes.ts';

const idOrNull = idShape.nullish().transform((id) => id ?? null);
const userAnswer = z.object({
  user: z.object({
    /** Null: every ticket. */
    ticket_restriction: z.string().nullish(),
    organization_id: idOrNull,
  }),
});
const groupsAnswer = z.object({ group_memberships: z.array(z.object({ group_id: idShape })) });
const organizationsAnswer = z.object({ organization_memberships: z.array(z.object({ organization_id: idShape })) });
const holdersShape = z.object({
  id: idShape,
  organization_id: idOrNull,
  group_id: idOrNull,
  assignee_id: idOrNull,
  requester_id: idOrNull,
});
const oneAnswer = z.object({ ticket: holdersShape });
const manyAnswer = z.object({ tickets: z.array(holdersShape) });

/** One request, and one more for a user who is restricted to groups or organizations (at most 100 of them count). */
export async function readRestriction(api: Api, userId: string): Promise<TicketRestriction> {
  const { user } = await api.get(['users', userId], userAnswer);
  const list = { 'page[size]': 100 };
  switch (user.ticket_restriction ?? null) {
    case null:
    case '':
      return { kind: 'none' };
    case 'groups': {
      const { group_memberships: of } = await api.get(['users', userId, 'group_memberships', list], groupsAnswer);
      return { kind: 'groups', ids: of.map(({ group_id }) => group_id) };
    }
    case 'organization': {
      const path = ['users', userId, 'organization_memberships', list] as const;
      const { organization_memberships: of } = await api.get(path, organizationsAnswer);
      const ids = new Set(of.map(({ organization_id }) => organization_id));
      if (user.organization_id !== null) ids.add(user.organization_id);
      return { kind: 'organizations', ids: [...ids] };
    }
    default:
      // `assigned`, `requested`, and whatever Zendesk may add: no more than the user's own.
      return { kind: 'own' };
  }
}

/** One request for up to 100 tickets; those that are gone are absent. */
export async function readHolders(api: Api, ticketIds: readonly string[]): Promise<ReadonlyMap<string, TicketHolders>> {
  const tickets = await readAll(api, ticketIds);
  return new Map(
    tickets.map((ticket) => [
      ticket.id,
      {
        organizationId: ticket.organization_id,
        groupId: ticket.group_id,
        assigneeId: ticket.assignee_id,
        requesterId: ticket.requester_id,
      },
    ]),
  );
}

async function readAll(api: Api, ticketIds: readonly string[]): Promise<readonly z.output<typeof holdersShape>[]> {
  const [id, ...more] = ticketIds;
  if (id === undefined) return [];
  if (more.length > 0) {
    return (await api.get(['tickets', 'show_many', { ids: ticketIds.join(',') }], manyAnswer)).tickets;
  }
  try {
    return [(await api.get(['tickets', id], oneAnswer)).ticket];
  } catch (error) {
    if (error instanceof RequestFailed && error.failure.kind === 'gone') return [];
    throw error;
  }
}
