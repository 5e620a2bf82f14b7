/** Zendesk as the steps see it: the port's one implementation. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Budget, BudgetKind, ExportedTicket, ExportPage, Log, Zendesk } from '#flow/ports.ts';
import type { ZendeskField } from '#core/facts/zendesk-ticket.ts';
import type { EpochMs } from '#core/facts/facts.ts';
import { createApi, deliver, type Api } from './api.ts';
import { RequestFailed } from './failure.ts';
import { createAccessTokens } from './oauth.ts';
import { readHolders, readRestriction } from './rights.ts';
import { exportAnswer, meAnswer, organizationAnswer, ticketFieldsAnswer, ticketShape, usersAnswer } from './shapes.ts';
import { nextQuery } from './audit-pages.ts';
import { readTicket, updateMany, updateTicket } from './tickets.ts';
import { createTransport } from './transport.ts';
import { toField, toOrganization, toTicket, toUser } from './words.ts';

export interface ZendeskOptions {
  /** Origin of the account, `https://acme.zendesk.com`. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly budget: Budget;
  readonly log: Log;
  readonly marketplace: {
    readonly name: string;
    readonly organizationId: string | null;
    readonly appId: string | null;
  } | null;
  readonly now?: () => EpochMs;
  /** A clock that is never set: how old a token is, in ms. */
  readonly elapsed?: () => number;
  /** Longest wait for one answer, in ms. */
  readonly timeoutMs?: number;
  readonly observe?: (kind: BudgetKind, outcome: string, seconds: number) => void;
  /** Told the `Date` of every answer, and how many ms it took. */
  readonly onDate?: (date: EpochMs, tookMs: number) => void;
}

const TIMEOUT = 15_000;

/** Opens no connection by itself; the first call fetches a token. */
export function createZendesk(options: ZendeskOptions): Zendesk & { readonly isRefused: () => boolean } {
  const { url, log, budget, now = Date.now, timeoutMs = TIMEOUT, observe = () => undefined } = options;
  const endpoint = `${url}/api/v2`;
  const { clientId, clientSecret, elapsed, onDate } = options;
  const tokens = createAccessTokens({
    url,
    clientId,
    clientSecret,
    now,
    ...(elapsed === undefined ? {} : { elapsed }),
    timeoutMs,
    // A dead credential is that of all who have the same one: one of them probes it once a minute.
    onDead: (seconds) =>
      void budget
        .block('credential', seconds)
        .catch((error: unknown) => log.warn({ err: error }, 'a pause was not kept')),
  });
  const transport = createTransport({ endpoint, tokens, budget, log, now, timeoutMs, observe, onDate });
  const api = createApi(endpoint, transport, marketplaceHeaders(options.marketplace));
  return {
    /** Whether Zendesk refused our credential less than a minute ago. */
    isRefused: () => tokens.isDead(),
    me: () => deliver(() => readMe(api)),
    readTicket: (ticketId, after, guess, expected) => deliver(() => readTicket(api, ticketId, after, guess, expected)),
    updateTicket: (write) => deliver(() => updateTicket(api, write)),
    updateMany: (write) => deliver(() => updateMany(api, write, (ms) => pause(ms))),
    users: (ids) =>
      deliver(async () => {
        if (ids.length === 0) return [];
        const { users } = await api.get(['users', 'show_many', { ids: ids.join(',') }], usersAnswer);
        return users.map(toUser);
      }),
    organization: (id) =>
      deliver(async () => toOrganization((await api.get(['organizations', id], organizationAnswer)).organization)),
    restriction: (userId) => deliver(() => readRestriction(api, userId)),
    holders: (ticketIds) => deliver(() => readHolders(api, ticketIds)),
    ticketFields: () => deliver(() => readFields(api)),
    exportTickets: (from) =>
      deliver(() =>
        readExport(
          api,
          'cursor' in from ? { cursor: from.cursor } : { start_time: Math.floor(from.startTime / 1_000) },
          log,
        ),
      ),
  };
}

function marketplaceHeaders(marketplace: ZendeskOptions['marketplace']): Record<string, string> {
  if (marketplace === null) return {};
  const { name, organizationId, appId } = marketplace;
  return {
    'X-Zendesk-Marketplace-Name': name,
    ...(organizationId === null ? {} : { 'X-Zendesk-Marketplace-Organization-Id': organizationId }),
    ...(appId === null ? {} : { 'X-Zendesk-Marketplace-App-Id': appId }),
  };
}

/** Zendesk answers 200 with an anonymous user where the credential counts for nothing. */
async function readMe(api: Api): Promise<{ userId: string }> {
  const { user } = await api.get(['users', 'me'], meAnswer);
  if (user.id === null) throw new RequestFailed({ kind: 'unauthorized', message: 'Zendesk does not know who we are' });
  return { userId: user.id };
}

const fieldsPage = (api: Api, query: Record<string, string | number>) =>
  api.get(['ticket_fields', query], ticketFieldsAnswer);

async function readFields(api: Api): Promise<ZendeskField[]> {
  const fields: ZendeskField[] = [];
  let next: Record<string, string | number> | null = { 'page[size]': 100 };
  while (next !== null) {
    const page: Awaited<ReturnType<typeof fieldsPage>> = await fieldsPage(api, next);
    fields.push(...page.ticket_fields.map(toField));
    next = page.ticket_fields.length === 0 ? null : nextQuery(page);
  }
  return fields;
}

async function readExport(api: Api, query: Record<string, string | number>, log: Log): Promise<ExportPage> {
  const page = await api.get(['incremental', 'tickets', 'cursor', query], exportAnswer);
  const tickets: ExportedTicket[] = [];
  for (const raw of page.tickets) {
    const read = ticketShape.safeParse(raw);
    // A scrubbed ticket may lack anything; one such must not stop the others.
    if (read.success)
      tickets.push({ ...toTicket(read.data), generatedAt: (read.data.generated_timestamp ?? 0) * 1_000 });
    else log.warn({ path: read.error.issues[0]?.path.join('.') }, 'a ticket of the export cannot be read');
  }
  return { tickets, cursor: page.after_cursor ?? null, endOfStream: page.end_of_stream };
}
