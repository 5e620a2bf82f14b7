/** The sandbox's control interface, as the agent page uses it. */
import type { RequestAnswer, RequestOptions, ZafMetadata } from '../zaf/messages.ts';

export interface User {
  readonly id: number;
  readonly name: string;
  readonly email: string | null;
  readonly role: 'end-user' | 'agent' | 'admin';
  /** 1: light agent. */
  readonly role_type: number | null;
  readonly organization_id: number | null;
}

export interface TicketField {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly custom_field_options?: readonly { readonly name: string; readonly value: string }[];
}

export interface Ticket {
  readonly id: number;
  readonly subject: string;
  readonly status: string;
  readonly priority: string | null;
  readonly type: string | null;
  readonly tags: readonly string[];
  readonly requester_id: number;
  readonly organization_id: number | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly via: { readonly channel: string };
  readonly custom_fields: readonly { readonly id: number; readonly value: FieldValue }[];
}

export type FieldValue = string | boolean | readonly string[] | null;

export interface Comment {
  readonly id: number;
  readonly author_id: number;
  readonly body: string;
  readonly public: boolean;
  readonly created_at: string;
  readonly via: { readonly channel: string };
}

export interface TicketDetail {
  readonly ticket: Ticket;
  readonly requester: User | null;
  readonly organization: { readonly id: number; readonly name: string } | null;
  readonly comments: readonly Comment[];
  readonly users: readonly User[];
}

export type NetworkMode = 'ok' | 'down' | 'slow' | 'reset' | 'unauthorized';

export interface Snapshot {
  readonly now: string;
  readonly account: { readonly id: number; readonly subdomain: string; readonly url: string };
  readonly me: User;
  readonly csrfToken: string;
  readonly users: readonly User[];
  readonly organizations: readonly { readonly id: number; readonly name: string }[];
  readonly ticketFields: readonly TicketField[];
  readonly tickets: readonly Ticket[];
  readonly stories: Readonly<Record<string, number>>;
  readonly app: ZafMetadata & { readonly domainWhitelist: readonly string[] };
  readonly network: { readonly webhooks: NetworkMode; readonly proxy: NetworkMode; readonly delayMs: number };
}

/** What the strip calls a user: a light agent is an agent to Zendesk. */
export function roleOf({ role, role_type: type }: User): 'agent' | 'admin' | 'light' | 'end-user' {
  return type === 1 ? 'light' : role;
}

/** What the agent changed in the form, sent in one update. */
export interface TicketChange {
  readonly comment?: { readonly body: string; readonly public: boolean };
  readonly status?: string;
  readonly priority?: string | null;
  readonly tags?: readonly string[];
  readonly fields?: Readonly<Record<string, FieldValue>>;
}

/** The sandbox's words for why it refused. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export const snapshot = async () => call<Snapshot>('GET', 'state');
export const ticketDetail = async (id: number) => call<TicketDetail>('GET', `tickets/${String(id)}`);
export const signIn = async (userId: number) => call('POST', 'me', { userId });
export const moveClock = async (forward: number) => call('POST', 'clock', { forward });
export const setNetwork = async (proxy: NetworkMode) =>
  call('POST', 'network', { proxy, webhooks: webhookMode(proxy), delayMs: 10_000 });
export const resetWorld = async () => call('POST', 'reset', {});
export const updateTicket = async (id: number, change: TicketChange) =>
  call('POST', `tickets/${String(id)}/update`, change);
export const replyAsCustomer = async (id: number, body: string) =>
  call('POST', `tickets/${String(id)}/customer-reply`, { body });
export const proxy = async (options: RequestOptions) => call<RequestAnswer>('POST', 'proxy', options);

/** A refused token concerns the app's requests only; the webhooks have a signature of their own. */
function webhookMode(proxyMode: NetworkMode): NetworkMode {
  return proxyMode === 'unauthorized' ? 'ok' : proxyMode;
}

async function call<T = unknown>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const response = await fetch(`/sandbox/${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer as T;
  const { description, error } = answer as { description?: string; error?: string };
  throw new Refused(description ?? error ?? `HTTP ${String(response.status)}`);
}

export interface SandboxEvents {
  ticket?(event: { readonly ticketId: number; readonly actorId: number; readonly created: boolean }): void;
  clock?(): void;
  network?(): void;
  reset?(): void;
  notify?(event: { readonly event: string; readonly body: unknown; readonly agentId: number | null }): void;
}

/** Listens to what happens in the sandbox; call the answer to stop. */
export function listen(handlers: SandboxEvents): () => void {
  const source = new EventSource('/sandbox/events');
  for (const [name, handler] of Object.entries(handlers) as [string, (data: unknown) => void][]) {
    source.addEventListener(name, (event) => handler(JSON.parse(String(event.data))));
  }
  return () => source.close();
}
