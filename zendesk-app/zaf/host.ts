// Zendesk as the sidebar sees it: who is looking at which ticket, a few actions, events, and one signed way to the sidecar.
import type { ZafClient } from './client.ts';
import { customerOf, memberships, setOrganization, type Customer, type Membership } from './customer.ts';
import { ANSWER_MS, isRecord, REQUEST_MS, values, within, ZafError } from './guard.ts';

/** Life of a token, seconds: Zendesk signs a new one for each request. */
const TOKEN_SECONDS = 300;

export type ColorScheme = 'light' | 'dark';

export interface Agent {
  readonly id: string;
  readonly role: string;
  /** BCP 47, e.g. en-GB. */
  readonly locale: string;
  /** IANA; null: Zendesk did not say. */
  readonly timeZone: string | null;
}

/** What came back through Zendesk's proxy; `status` 0: nothing came. */
export interface HttpAnswer {
  readonly status: number;
  /** Parsed JSON, or whatever else came. */
  readonly body: unknown;
}

export interface Host {
  readonly place: 'ticket' | 'newTicket' | 'organization';
  /** Null on an unsaved ticket. */
  readonly ticketId: string | null;
  readonly subdomain: string;
  readonly agent: Agent;
  readonly colorScheme: ColorScheme;
  /** Base URL without a slash at the end; null: the setting is empty. */
  readonly sidecarUrl: string | null;
  /** Read anew each time: the agent may still choose another. Never rejects. */
  customer(): Promise<Customer>;
  /** The requester's organizations. Empty: Zendesk did not say. Never rejects. */
  memberships(): Promise<readonly Membership[]>;
  /** Moves the saved ticket to another of them. False: Zendesk refused. */
  setOrganization(organizationId: string): Promise<boolean>;
  /** Goes to a ticket. */
  openTicket(ticketId: string): void;
  /** Listens to an event of Zendesk; call the answer to stop. */
  on(event: string, handler: (data: unknown) => void): () => void;
  /** Sends JSON to the sidecar through Zendesk, which signs it for us. Never rejects. */
  post(path: string, body: unknown): Promise<HttpAnswer>;
  /** Zendesk's answer about its own SLA of the ticket; null: it gave none, or there is no ticket yet. Never rejects. */
  ticketSla(): Promise<unknown>;
  /** Tells Zendesk our height in CSS pixels. */
  resize(height: number): void;
  /** A short message of Zendesk's own; plain text. */
  notify(text: string, kind: 'notice' | 'alert' | 'error'): void;
  /** Adds text to the agent's draft. Nothing is sent. False: Zendesk refused. */
  insertDraft(text: string): Promise<boolean>;
  /** Adds text to the agent's draft as an internal note, never as a reply to the customer. False: Zendesk refused. */
  insertNote(text: string): Promise<boolean>;
  /** Sets the priority in the form; the agent saves it. False: Zendesk refused. */
  setPriority(value: string): Promise<boolean>;
}

/** Waits for Zendesk's greeting and reads what we need once. Rejects with ZafError. */
export async function connectHost(client: ZafClient): Promise<Host> {
  const [metadata, context] = await within(
    ANSWER_MS,
    'the greeting',
    Promise.all([client.metadata(), client.context()]),
  );
  const facts = values(
    await within(ANSWER_MS, 'who I am', client.get(['currentUser', 'currentAccount', 'colorScheme'])),
    'say who I am',
  );
  const agent = agentOf(facts['currentUser']);
  const subdomain = context.account.subdomain;
  const sidecarUrl = urlOf(metadata.settings['sidecar_url']);
  return {
    place: PLACES[context.location] ?? 'ticket',
    ticketId: context.ticketId === undefined ? null : String(context.ticketId),
    subdomain,
    agent,
    colorScheme: facts['colorScheme'] === 'dark' ? 'dark' : 'light',
    sidecarUrl,
    customer: () => customerOf(client, context.organizationId),
    openTicket: (ticketId) => void attempt(client.invoke('routeTo', 'ticket', ticketId)),
    on: (event, handler) => listen(client, event, handler),
    post: (path, body) => post(client, `${sidecarUrl ?? ''}${path}`, { agent, subdomain }, body),
    memberships: () => memberships(client),
    setOrganization: (id) => setOrganization(client, context.ticketId, id),
    ticketSla: () => ticketSla(client, context.ticketId),
    resize: (height) => void attempt(client.invoke('resize', { width: '100%', height: `${String(height)}px` })),
    notify: (text, kind) => void attempt(client.invoke('notify', escapeHtml(text), kind)),
    insertDraft: (text) => attempt(client.invoke('comment.appendText', text)),
    insertNote: async (text) =>
      (await attempt(client.set('comment.type', 'internalNote'))) &&
      (await attempt(client.invoke('comment.appendText', text))),
    setPriority: (value) => attempt(client.set('ticket.priority', value)),
  };
}

const PLACES: Readonly<Record<string, Host['place']>> = {
  new_ticket_sidebar: 'newTicket',
  organization_sidebar: 'organization',
};

function agentOf(user: unknown): Agent {
  if (!isRecord(user) || (typeof user['id'] !== 'number' && typeof user['id'] !== 'string')) {
    throw new ZafError('Zendesk did not say who is looking');
  }
  const zone = isRecord(user['timeZone']) ? user['timeZone']['ianaName'] : undefined;
  return {
    id: String(user['id']),
    role: typeof user['role'] === 'string' ? user['role'] : 'agent',
    locale: typeof user['locale'] === 'string' && user['locale'] ? user['locale'] : 'en',
    timeZone: typeof zone === 'string' ? zone : null,
  };
}

function urlOf(setting: unknown): string | null {
  return typeof setting === 'string' && setting.trim() ? setting.trim().replace(/\/+$/u, '') : null;
}

function listen(client: ZafClient, event: string, handler: (data: unknown) => void): () => void {
  client.on(event, handler);
  return () => client.off(event, handler);
}

async function attempt(call: Promise<unknown>): Promise<boolean> {
  try {
    const answer = values(await within(ANSWER_MS, 'an action', call), 'act');
    return Object.keys(answer['errors'] as object).length === 0;
  } catch {
    return false; // the caller says so where it matters; a resize that fails changes nothing for the agent
  }
}

async function ticketSla(client: ZafClient, ticketId: number | string | undefined): Promise<unknown> {
  if (ticketId === undefined) return null;
  const url = `/api/v2/tickets/${String(ticketId)}.json?include=slas`;
  try {
    return parsed(await within(REQUEST_MS, 'its own SLA', client.request({ url, type: 'GET', autoRetry: false })));
  } catch {
    return null; // without it there is nothing to compare
  }
}

async function post(
  client: ZafClient,
  url: string,
  who: { readonly agent: Agent; readonly subdomain: string },
  body: unknown,
): Promise<HttpAnswer> {
  try {
    const answer = await within(
      REQUEST_MS,
      'a request',
      client.request({
        url,
        type: 'POST',
        secure: true,
        headers: { Authorization: 'Bearer {{jwt.token}}' },
        jwt: {
          algorithm: 'HS256',
          secret_key: '{{setting.shared_secret}}',
          expiry: TOKEN_SECONDS,
          claims: { iss: who.subdomain, sub: who.agent.id, role: who.agent.role },
        },
        contentType: 'application/json',
        data: JSON.stringify(body),
        autoRetry: false,
        timeout: REQUEST_MS,
      }),
    );
    return { status: 200, body: parsed(answer) };
  } catch (failure) {
    return isRecord(failure) && typeof failure['status'] === 'number'
      ? { status: failure['status'], body: failure['responseJSON'] ?? parsed(failure['responseText']) }
      : { status: 0, body: null };
  }
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body; // a proxy's page instead of the sidecar's JSON: the caller finds no data in it
  }
}

/** `notify` takes limited HTML; ours are plain sentences. */
function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
