// GraphQL to the sidecar: a question goes out, a value comes back. Nothing here throws for what a network or a server may do.
import type { OrganizationSupport, Refused, TicketSupport, WhatIf } from '#schema/generated/support.ts';
import type { Host, HttpAnswer } from '../zaf/host.ts';
import { isRecord } from '../zaf/guard.ts';
import { actText, type ActName, ORGANIZATION_SUPPORT, TICKET_SUPPORT, WHAT_IF } from './operations.ts';

/** Why there is no data. */
export type Failure =
  /** Nothing came back, or something that is not the sidecar's answer. */
  | { readonly kind: 'unreachable' }
  /** The sidecar does not accept our token: the shared secret or the subdomain differs. */
  | { readonly kind: 'unauthorized' }
  /** The sidecar says no. `code` is one of the contract's error codes. */
  | { readonly kind: 'fault'; readonly code: string; readonly message: string };

export type Fetched<T> = { readonly kind: 'data'; readonly data: T } | Failure;
export type ActResult = { readonly kind: 'done'; readonly support: TicketSupport } | Failure | RefusedAct;
export interface RefusedAct {
  readonly kind: 'refused';
  readonly refused: Refused;
}
export type TimerChanges = WhatIf['changes'];

export interface Sidecar {
  /** Null data: the sidecar has no such ticket (yet). */
  support(ticketId: string): Promise<Fetched<TicketSupport | null>>;
  /** Null data: the sidecar knows no such organization. */
  organization(organizationId: string): Promise<Fetched<OrganizationSupport | null>>;
  whatIf(ticketId: string, change: Readonly<Record<string, string>>): Promise<Fetched<TimerChanges>>;
  act(name: ActName, ticketId: string, values: Readonly<Record<string, string>>): Promise<ActResult>;
}

/** The sidecar behind Zendesk's signing proxy. */
export function sidecarOf(host: Pick<Host, 'post'>): Sidecar {
  const ask = async (query: string, variables: object) => fetched(await host.post('/graphql', { query, variables }));
  return {
    support: async (ticketId) => {
      const answer = await ask(TICKET_SUPPORT, { ticketId });
      return answer.kind === 'data'
        ? { kind: 'data', data: supportIn(answer.data['ticketSupport'], ticketId) }
        : answer;
    },
    organization: async (organizationId) => {
      const answer = await ask(ORGANIZATION_SUPPORT, { organizationId });
      if (answer.kind !== 'data') return answer;
      return { kind: 'data', data: answer.data['organizationSupport'] as OrganizationSupport | null };
    },
    whatIf: async (ticketId, change) => {
      const answer = await ask(WHAT_IF, { ticketId, change });
      return answer.kind === 'data' ? { kind: 'data', data: (answer.data['whatIf'] as WhatIf).changes } : answer;
    },
    act: async (name, ticketId, values) => {
      const answer = await ask(actText(name), { ticketId, ...values });
      if (answer.kind !== 'data') return answer;
      const result = answer.data['result'] as TicketSupport | Refused;
      if (result.__typename === 'Refused') return { kind: 'refused', refused: result };
      const support = supportIn(result, ticketId);
      return support ? { kind: 'done', support } : { kind: 'unreachable' };
    },
  };
}

/** Data of another ticket is never taken for this one's. */
function supportIn(value: unknown, ticketId: string): TicketSupport | null {
  const support = value as TicketSupport | null;
  return support?.ticketId === ticketId ? support : null;
}

function fetched({ status, body }: HttpAnswer): Fetched<Record<string, unknown>> {
  const error = firstError(body);
  if (status === 401 || error?.code === 'UNAUTHENTICATED') return { kind: 'unauthorized' };
  if (error) return { kind: 'fault', ...error };
  const data = isRecord(body) ? body['data'] : undefined;
  return status === 200 && isRecord(data) ? { kind: 'data', data } : { kind: 'unreachable' };
}

function firstError(body: unknown): { code: string; message: string } | undefined {
  const errors = isRecord(body) ? body['errors'] : undefined;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (!isRecord(first)) return undefined;
  const extensions = isRecord(first['extensions']) ? first['extensions'] : {};
  return { code: String(extensions['code'] ?? 'INTERNAL'), message: String(first['message'] ?? '') };
}
