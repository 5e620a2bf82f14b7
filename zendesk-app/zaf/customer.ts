// Whose ticket it is: the requester and their organizations, as Zendesk's form stands.
import type { ZafClient } from './client.ts';
import { ANSWER_MS, isRecord, REQUEST_MS, values, within } from './guard.ts';

/** Of whom a page without a saved ticket speaks, as its form stands. Null: nobody is chosen yet, or they belong to none. */
export interface Customer {
  readonly organizationId: string | null;
  readonly requesterId: string | null;
}

/** An organization to which the requester of a ticket belongs. */
export interface Membership {
  readonly id: string;
  readonly name: string;
  /** The ticket is asked for it. */
  readonly chosen: boolean;
}

/** `shown`: the organization whose page it is. */
export async function customerOf(client: ZafClient, shown: number | string | undefined): Promise<Customer> {
  if (shown !== undefined) return { organizationId: String(shown), requesterId: null };
  const { organization, requester, organizations } = await whoseOf(client);
  return { organizationId: idIn(organization) ?? idIn(organizations[0]), requesterId: idIn(requester) };
}

/** The requester's organizations. */
export async function memberships(client: ZafClient): Promise<readonly Membership[]> {
  const { organization, organizations } = await whoseOf(client);
  const chosen = idIn(organization);
  return organizations.flatMap((one) => {
    const id = idIn(one);
    const name = isRecord(one) ? one['name'] : undefined;
    return id === null || typeof name !== 'string' ? [] : [{ id, name, chosen: id === chosen }];
  });
}

/** As the form stands; nothing of it where Zendesk does not answer. */
async function whoseOf(client: ZafClient) {
  const paths = ['ticket.organization', 'ticket.requester'] as const;
  try {
    const facts = values(
      await within(ANSWER_MS, 'whose ticket it is', client.get([...paths])),
      'say whose ticket it is',
    );
    const requester = facts[paths[1]];
    const all: unknown = isRecord(requester) ? requester['organizations'] : undefined;
    return { organization: facts[paths[0]], requester, organizations: Array.isArray(all) ? (all as unknown[]) : [] };
  } catch {
    return { organization: null, requester: null, organizations: [] }; // then nobody is chosen, as far as we know
  }
}

/** Writes it at once, as the agent who looks. False: Zendesk refused. */
export async function setOrganization(
  client: ZafClient,
  ticketId: number | string | undefined,
  organizationId: string,
): Promise<boolean> {
  const url = `/api/v2/tickets/${String(ticketId)}.json`;
  const data = JSON.stringify({ ticket: { organization_id: Number(organizationId) } });
  try {
    const request = { url, type: 'PUT', contentType: 'application/json', data, autoRetry: false } as const;
    await within(REQUEST_MS, 'the change', client.request(request));
    return true;
  } catch {
    return false; // the caller says so
  }
}

function idIn(value: unknown): string | null {
  const id = isRecord(value) ? value['id'] : undefined;
  return typeof id === 'number' || (typeof id === 'string' && id !== '') ? String(id) : null;
}
