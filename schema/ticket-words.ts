/** Zendesk's own words for a ticket's status, priority and type, each list once; and reading one of them. */

/** In the order in which Zendesk ranks them; `deleted` is told by the export alone. */
export const TICKET_STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed', 'deleted'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

/** The most urgent first. */
export const TICKET_PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
export type TicketPriority = (typeof TICKET_PRIORITIES)[number];

export const TICKET_TYPES = ['problem', 'incident', 'question', 'task'] as const;

/** One of these words, whatever its capitals and the spaces round it; undefined: it is none of them. */
export function wordOf<const Word extends string>(value: unknown, words: readonly Word[]): Word | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toLowerCase();
  return words.find((word) => word === text);
}
