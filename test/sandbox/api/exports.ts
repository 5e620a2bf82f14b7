// Incremental export, search, SLA policies.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Account } from '../account.ts';
import { queryOf } from '../http/server.ts';
import type { Ticket } from '../records.ts';
import { coded, plain, recordNotFound, Refusal } from '../refusal.ts';
import { ticketJson } from '../serialize.ts';
import { idOf } from '../http/server.ts';
import { fromCursor, linkTo, pageOf, toCursor } from './paging.ts';
import { sideload } from './sideload.ts';

const YOUNGEST_MS = 60_000;
const LARGEST_PAGE = 1000;
const SEARCH_MOST = 1000;
const admin = { access: 'admin' as const, resource: 'tickets' };

/** Mounts the routes. */
export function exportRoutes(server: FastifyInstance, account: Account): void {
  const { state } = account;

  server.get(
    '/api/v2/incremental/tickets/cursor',
    { config: { ...admin, endpoint: 'incremental' } },
    async (request) => {
      const query = queryOf(request);
      const until = account.clock.now() - YOUNGEST_MS;
      const after = startOf(account, query);
      const size = Math.min(LARGEST_PAGE, Number(query.per_page ?? LARGEST_PAGE) || LARGEST_PAGE);
      // By `generated_timestamp`; the last minute is not in it, deleted tickets are.
      const rows = [...state.tickets.values()]
        .filter((ticket) => ticket.generatedAt <= until && isAfter(ticket, after))
        .sort((a, b) => a.generatedAt - b.generatedAt || a.id - b.id);
      const page = rows.slice(0, size);
      const last = page.at(-1);
      const cursor = last ? toCursor(`${last.generatedAt}.${last.id}`) : toCursor(`${after.at}.${after.id}`);
      return {
        tickets: page.map((ticket) => ticketJson(state, ticket)),
        after_cursor: cursor,
        after_url: linkTo(request, { cursor, start_time: null }),
        before_cursor: null,
        before_url: null,
        end_of_stream: rows.length <= size,
        ...sideload(account, page, query.include),
      };
    },
  );

  server.get('/api/v2/search', async (request) => {
    const rows = found(account, queryOf(request).query ?? '');
    const query = queryOf(request);
    if (query['page[size]'] !== undefined) throw new Refusal(400, { error: 'Invalid URI endpoint' });
    if (Number(query.page ?? 1) * Number(query.per_page ?? 100) > SEARCH_MOST) {
      throw plain(
        422,
        'Invalid search',
        'Invalid search: Requested response size was greater than Search Response Limits',
      );
    }
    return pageOf(
      request,
      'results',
      rows,
      (ticket) => ({ ...ticketJson(state, ticket), result_type: 'ticket' }),
      true,
    );
  });
  server.get('/api/v2/search/export', { config: { endpoint: 'search-export' } }, async (request) => {
    if (queryOf(request)['filter[type]'] === undefined) throw coded(400, 'QueryError', 'filter[type] is required');
    const rows = found(account, queryOf(request).query ?? '');
    return withCursor(request, rows, account);
  });
  server.get('/api/v2/search/count', async (request) => ({
    count: found(account, queryOf(request).query ?? '').length,
  }));

  const slaShow = (policy: {
    policyMetrics: unknown;
    id: number;
    title: string;
    position: number;
    filter: unknown;
  }) => ({
    id: policy.id,
    url: `${state.account.url}/api/v2/slas/policies/${policy.id}.json`,
    title: policy.title,
    description: policy.title,
    position: policy.position,
    filter: policy.filter,
    policy_metrics: policy.policyMetrics,
  });
  server.get('/api/v2/slas/policies', { config: { access: 'admin' } }, async (request) =>
    pageOf(request, 'sla_policies', [...state.slaPolicies.values()], slaShow),
  );
  server.get('/api/v2/slas/policies/:id', { config: { access: 'admin' } }, async (request) => {
    const policy = state.slaPolicies.get(idOf(request));
    if (!policy) throw recordNotFound();
    return { sla_policy: slaShow(policy) };
  });
}

function startOf(account: Account, query: Record<string, string | undefined>): { at: number; id: number } {
  if (query.cursor !== undefined) {
    const [at, id] = (fromCursor(query.cursor) ?? '').split('.').map(Number);
    if (at === undefined || id === undefined || Number.isNaN(at) || Number.isNaN(id)) {
      throw coded(400, 'InvalidPaginationParameter', 'Invalid pagination parameter', 'cursor is not valid');
    }
    return { at, id };
  }
  if (query.start_time === undefined || !/^\d+$/.test(query.start_time))
    throw plain(400, 'MissingParameter', 'start_time is required');
  const at = Number(query.start_time) * 1000;
  if (at > account.clock.now() - YOUNGEST_MS) {
    throw coded(400, 'StartTimeTooRecent', 'Too recent start_time. Use a start_time older than 60 seconds');
  }
  return { at, id: 0 };
}

function isAfter(ticket: Ticket, after: { at: number; id: number }): boolean {
  return ticket.generatedAt > after.at || (ticket.generatedAt === after.at && ticket.id > after.id);
}

function withCursor(request: FastifyRequest, rows: Ticket[], account: Account): object {
  return {
    facets: null,
    ...pageOf(request, 'results', rows, (ticket) => ({ ...ticketJson(account.state, ticket), result_type: 'ticket' })),
  };
}

const STATUS_RANK = ['new', 'open', 'pending', 'hold', 'solved', 'closed'];

/** Tickets by a small part of the search language: status, priority, tags, organization, requester, plain words. */
function found(account: Account, query: string): Ticket[] {
  const terms = query.match(/\S+"[^"]*"|\S+/g) ?? [];
  return [...account.state.tickets.values()].filter(
    (ticket) => !ticket.deleted && terms.every((term) => termHolds(ticket, term)),
  );
}

function termHolds(ticket: Ticket, term: string): boolean {
  const [, minus, key, operator, raw] = /^(-?)(\w+)(:|<|>)(.+)$/.exec(term) ?? [];
  if (key === undefined || raw === undefined)
    return `${ticket.subject} ${ticket.description}`.toLowerCase().includes(term.toLowerCase());
  const value = raw.replaceAll('"', '').toLowerCase();
  const holds = attributeHolds(ticket, key, operator ?? ':', value);
  return minus === '-' ? !holds : holds;
}

function attributeHolds(ticket: Ticket, key: string, operator: string, value: string): boolean {
  switch (key) {
    case 'type':
      return value === 'ticket' || ticket.type === value;
    case 'status':
      if (operator === ':') return ticket.status === value;
      return operator === '<'
        ? STATUS_RANK.indexOf(ticket.status) < STATUS_RANK.indexOf(value)
        : STATUS_RANK.indexOf(ticket.status) > STATUS_RANK.indexOf(value);
    case 'priority':
      return ticket.priority === value || (value === 'none' && ticket.priority === null);
    case 'tags':
      return ticket.tags.includes(value);
    case 'organization':
    case 'organization_id':
      return String(ticket.organizationId) === value;
    case 'requester':
    case 'requester_id':
      return String(ticket.requesterId) === value;
    default:
      return false;
  }
}
