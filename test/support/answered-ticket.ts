/** The recorded ticket of the back-tests: answered in time under what is published, too late under a stricter draft. */
import type { Facts } from '#core/facts/facts.ts';

/** When each was opened: a Monday, within support hours. */
export const OPENED = Date.UTC(2026, 2, 2, 15);

/** Opened under Startup with priority P1, answered and solved after so many minutes. */
export function answeredAfter(minutes: number, ticketId: string): Facts {
  return {
    ticketId,
    opened: OPENED,
    channel: 'helpdesk',
    status: 'new',
    fields: { impact: 'all_users' },
    contract: { tier: 'startup', status: 'active' },
    requester: { approved: true },
    organization: {},
    events: [
      { at: OPENED + minutes * 60_000, kind: 'update', comment: { by: 'agent', public: true }, status: 'solved' },
    ],
  };
}

/** The text of a policy with an hour, in place of four, for the first response to a P1 under Startup. */
export function stricter(text: string): string {
  return text.replace('first_response: { P1: 4h,', 'first_response: { P1: 1h,');
}
