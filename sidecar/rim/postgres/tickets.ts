/** Reading tickets, and adding what people do to them. */
import { actorName } from '#flow/actor-name.ts';
import { isDeepStrictEqual } from 'node:util';
import type { ActEvent, Facts } from '#core/facts/facts.ts';
import type { Judgement } from '#core/judge/judgement.ts';
import type { Tickets } from '#flow/ports/store.ts';
import type { Seen } from '#flow/ports/tickets.ts';
import { appendAudit } from './audit.ts';
import { actsOf } from './claims.ts';
import { TRIED_ANEW } from './commits.ts';
import type { Database } from './database.ts';
import { organizationQueue, queuePage } from './queue.ts';
import { TICKET_COLUMNS, ticketOf } from './rows.ts';
import type { TicketColumns } from './rows.ts';

const FIND = `select ${TICKET_COLUMNS}, now_ms() as row_now from tickets where ticket_id = $1`;
const FACTS_SINCE = `select facts from tickets
where opened_at >= $1 and policy_id = $2 and facts is not null and ticket_id > $3 order by ticket_id limit $4`;
const JUDGEMENTS = `select ticket_id, judgement, organization_id, opened_at from tickets
where ticket_id > $1 and judgement is not null and opened_at is not null order by ticket_id limit $2`;
const KNOWN = `select ticket_id, greatest(updated_at, heard_at) as updated_at, ended, seen from tickets
where ticket_id = any($1::text[])`;
const ALONE_ON = `select from tickets where ticket_id = $1 for update`;
const ADD_ACT = `insert into acts (ticket_id, at, event, actor, idempotency_key)
select $1, $2, $3::json, $4, $5 where (select count(*) from acts where ticket_id = $1) = $6
on conflict (idempotency_key) do nothing returning id`;
const STANDING_ACT = `select ticket_id, event from acts where idempotency_key = $1`;
const AUDITED = { stored: 'done', repeated: 'repeated', other: 'refused: CONFLICT' } as const;
const LOOK_NOW = `update tickets set asked = asked + 1, asked_at = coalesce(asked_at, now_ms()), look_at = least(look_at, now_ms())
where ticket_id = $1`;
const RETRY = `update tickets set write_state = 'pending', settle_at = now_ms(), ended = false,
  must_read = true, readings_asked = readings_asked + 1,
  asked = asked + 1, asked_at = coalesce(asked_at, now_ms()), look_at = least(look_at, now_ms()),
  write_back = (write_back::jsonb || ${TRIED_ANEW})::json, retried_in = claim_number
where ticket_id = $1 and write_back is not null returning ticket_id`;

export function createTickets(database: Database): Tickets {
  return {
    async find(ticketId) {
      const [row] = await database.rows<TicketColumns>(FIND, [ticketId]);
      return row === undefined ? null : ticketOf(row);
    },
    async acts(ticketId) {
      return (await actsOf(database, [ticketId])).get(ticketId) ?? [];
    },
    ofOrganization: (organizationId) => organizationQueue(database, organizationId),
    queue: (request) => queuePage(database, request),
    async factsSince(since, policyId, afterTicketId, limit) {
      const rows = await database.rows<{ facts: Facts }>(FACTS_SINCE, [since, policyId, afterTicketId ?? '', limit]);
      return rows.map(({ facts }) => facts);
    },
    async judgements(afterTicketId, limit) {
      const rows = await database.rows<{
        ticket_id: string;
        judgement: Judgement;
        organization_id: string | null;
        opened_at: number;
      }>(JUDGEMENTS, [afterTicketId ?? '', limit]);
      return rows.map((row) => ({
        ticketId: row.ticket_id,
        judgement: row.judgement,
        organizationId: row.organization_id,
        openedAt: row.opened_at,
      }));
    },
    async addAct({ ticketId, event, by, key, action, detail, decidedOn }) {
      const outcome = await database.transaction(async (session) => {
        // Whoever acts on the ticket meanwhile is seen by the next statement.
        await session.rows(ALONE_ON, [ticketId]);
        const values = [ticketId, event.at, JSON.stringify(event), actorName(by), key, decidedOn];
        const stored = await session.rows(ADD_ACT, values);
        const known = stored.length > 0 ? undefined : (await session.rows<StandingAct>(STANDING_ACT, [key]))[0];
        if (stored.length === 0 && known === undefined) return 'stale';
        const outcome = stored.length > 0 ? 'stored' : isSame(known, ticketId, event) ? 'repeated' : 'other';
        const entry = { actor: actorName(by), role: by.role, action, subject: `ticket ${ticketId}`, detail };
        await appendAudit(session, { ...entry, outcome: AUDITED[outcome] });
        if (outcome === 'stored') await session.rows(LOOK_NOW, [ticketId]);
        return outcome;
      });
      if (outcome === 'stored') database.notify('tierline_due', ticketId);
      return outcome;
    },
    async known(ticketIds) {
      const rows = await database.rows<{
        ticket_id: string;
        updated_at: number | null;
        ended: boolean;
        seen: Seen | null;
      }>(KNOWN, [ticketIds]);
      return new Map(
        rows.map((row) => [
          row.ticket_id,
          {
            updatedAt: row.updated_at,
            ended: row.ended,
            ticket: row.seen?.ticket ?? null,
            jobAt: row.seen?.jobAt ?? null,
          },
        ]),
      );
    },
    async retryWriteBack(ticketId, by) {
      const found = await database.transaction(async (session) => {
        const rows = await session.rows(RETRY, [ticketId]);
        await appendAudit(session, {
          actor: actorName(by),
          role: by.role,
          action: 'retryWriteBack',
          subject: `ticket ${ticketId}`,
          detail: null,
          outcome: rows.length > 0 ? 'done' : 'refused: NOT_FOUND',
        });
        return rows.length > 0;
      });
      if (found) database.notify('tierline_due', ticketId);
      return found;
    },
  };
}

interface StandingAct {
  readonly ticket_id: string;
  readonly event: ActEvent;
}

/** Whether the act that stands is this one, whenever it was done. */
function isSame(standing: StandingAct | undefined, ticketId: string, event: ActEvent): boolean {
  if (standing?.ticket_id !== ticketId) return false;
  const asStored = JSON.parse(JSON.stringify({ ...event, at: standing.event.at })) as unknown;
  return isDeepStrictEqual(standing.event, asStored);
}
