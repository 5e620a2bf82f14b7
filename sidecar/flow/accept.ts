/** Accept: a signed delivery is stored, and its ticket asked for, before Zendesk hears 200. Nothing is decided here. */
import { hash } from 'node:crypto';
import type { WebhookEvent, WebhookReading } from '#schema/webhook.ts';
import type { Inbox } from './ports/store.ts';
import type { Hint } from './ports/tickets.ts';

export interface SignedDelivery {
  /** Not signed, so it only tells two deliveries of the same text apart. */
  readonly invocationId: string | null;
  /** The signature: tells them apart where there is no invocation. */
  readonly identity: string;
  readonly text: string;
  readonly reading: WebhookReading;
}

/**
 * `duplicate`: the same text under the same invocation was stored before. `quarantined`: signed but not readable, kept
 * aside for people; where its ticket can be made out, that is looked at. Rejects where nothing could be stored.
 */
export async function accept(
  inbox: Inbox,
  delivery: SignedDelivery,
): Promise<'accepted' | 'duplicate' | 'quarantined'> {
  const { reading, text } = delivery;
  const readable = reading.kind === 'event';
  const outcome = await inbox.accept({
    deliveryId: `${delivery.invocationId ?? delivery.identity}:${hash('sha256', text, 'base64url')}`,
    ticketId: readable ? reading.event.ticket_id : reading.ticketId,
    body: text,
    hint: readable ? hintOf(reading.event) : null,
    problem: readable ? null : reading.reason,
  });
  if (outcome === 'repeated') return 'duplicate';
  return readable ? 'accepted' : 'quarantined';
}

/** What the body says, as the look compares it with what was seen. */
export function hintOf(event: WebhookEvent): Hint {
  const { comment } = event;
  return {
    ticketId: event.ticket_id,
    status: event.status ?? null,
    priority: event.priority ?? null,
    type: event.type ?? null,
    tags: event.tags?.map((tag) => tag.toLowerCase()) ?? null,
    organizationId: event.organization_id ?? null,
    requesterId: event.requester_id ?? null,
    updatedAt: event.updated_at ?? null,
    ...(event.updated_at_by_second ? { bySecond: true as const } : {}),
    fields: event.fields ?? null,
    comment:
      comment?.public === undefined || comment.public === null
        ? null
        : { public: comment.public, authorId: comment.author_id ?? null },
    actorId: event.actor_id ?? null,
    complete: event.status != null && event.tags != null && event.updated_at != null && event.requester_id != null,
  };
}
