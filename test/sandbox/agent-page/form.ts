/** The agent's unsaved changes of a ticket. Null or absent: as it is stored. */
import type { FieldValue, Ticket, TicketChange } from './sandbox-api.ts';

export interface Form {
  readonly comment: { readonly text: string; readonly public: boolean };
  readonly status?: string;
  readonly priority?: string | null;
  readonly tags?: readonly string[];
  /** By title. */
  readonly fields?: Readonly<Record<string, FieldValue>>;
}

export const EMPTY: Form = { comment: { text: '', public: true } };

/** The update that submitting the form as `status` sends. */
export function changeOf(form: Form, status: string): TicketChange {
  const body = form.comment.text.trim();
  return {
    status,
    ...(body ? { comment: { body, public: form.comment.public } } : {}),
    ...(form.priority === undefined ? {} : { priority: form.priority }),
    ...(form.tags === undefined ? {} : { tags: form.tags }),
    ...(form.fields === undefined ? {} : { fields: form.fields }),
  };
}

/** The ticket as the form shows it. */
export function shown(
  ticket: Ticket,
  form: Form,
): { priority: string | null; tags: readonly string[]; status: string } {
  return {
    priority: form.priority === undefined ? ticket.priority : form.priority,
    tags: form.tags ?? ticket.tags,
    status: form.status ?? ticket.status,
  };
}
