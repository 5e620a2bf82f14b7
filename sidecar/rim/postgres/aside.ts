/** Tickets on which work dies or fails each time: tried alone, set aside, shown, and given back without a look. */
import type { Agenda } from '#flow/ports/store.ts';
import type { Database } from './database.ts';
import { NOTHING_WRITTEN } from './rows.ts';

/** Tries as the row counts them: this many wait for their turn alone, and one more have begun it. */
const ALONE = 3;

/** What a claim makes of `tries`: whoever waits for its turn alone is not counted again before that turn begins. */
export const NEXT_TRY = `tries = least(t.tries + 1, greatest(t.tries, ${String(ALONE)}))`;

const BEGIN = `
update tickets set tries = ${String(ALONE + 1)} where ticket_id = $1 and claim_number = $2 and claimed_by is not null returning 1 as begun`;

// Only what died alone is tried alone: a look that came to an end, though a bad one, endangers no other.
const SET_ASIDE = `
update tickets set claimed_by = null, claimed_until = null,
  tries = case when tries > ${String(ALONE)} then ${String(ALONE)} else 0 end, failures = failures + 1, must_read = true,
  look_at = case when retried_in = claim_number then now_ms() else $3::bigint end, settle_at = null, write_state = 'failed', last_error = $4::text, revision = revision + 1,
  write_back = (coalesce(write_back, $5::json)::jsonb
    || jsonb_build_object('state', 'failed', 'lastError', $4::text, 'retryAt', $3::bigint))::json
where ticket_id = $1 and claim_number = $2`;

const GIVE_BACK = `update tickets set claimed_by = null, claimed_until = null where ticket_id = $1 and claim_number = $2`;

const PARKED = `
select ticket_id, last_error, (write_back ->> 'retryAt')::bigint as retry_at from tickets
where write_state = 'failed' order by ticket_id limit $1`;

export function createAside(database: Database): Pick<Agenda, 'begin' | 'setAside' | 'giveBack' | 'parked'> {
  return {
    async begin({ ticketId, claimNumber }) {
      return (await database.rows(BEGIN, [ticketId, claimNumber])).length > 0;
    },
    async setAside({ ticketId, claimNumber }, retryAt, error) {
      await database.rows(SET_ASIDE, [ticketId, claimNumber, retryAt, error, JSON.stringify(NOTHING_WRITTEN)]);
      database.notify('tierline_changed', ticketId);
    },
    async giveBack({ ticketId, claimNumber }) {
      await database.rows(GIVE_BACK, [ticketId, claimNumber]);
    },
    async parked(limit) {
      const rows = await database.rows<{ ticket_id: string; last_error: string | null; retry_at: number | null }>(
        PARKED,
        [limit],
      );
      return rows.map((row) => ({ ticketId: row.ticket_id, lastError: row.last_error, retryAt: row.retry_at }));
    },
  };
}
