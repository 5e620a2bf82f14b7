/** The audits of a ticket, page by page; of a long ticket only from the page on that was the last one before, or what came after it. */
import type { z } from 'zod';
import type { Api } from './api.ts';
import { RequestFailed } from './failure.ts';
import type { auditsAnswer as Shape } from './shapes.ts';
import { auditsAnswer } from './shapes.ts';

export type AuditsAnswer = z.output<typeof Shape>;

const PAGE = 100;
/** Zendesk itself stops at a few thousand audits a ticket. */
const LONGEST = 100;
/** Tickets of which it is remembered how far their audits were read. */
const REMEMBERED = 5_000;

/** How far a ticket's audits were read. */
interface Place {
  /** Of a long ticket: how its last page was asked for, and its first audit, by which it is known again. */
  readonly page: { readonly query: Query; readonly first: string } | null;
  /** Audits on the last page, the newest of them, and the cursor for what comes after it, where Zendesk told one. */
  readonly count: number;
  readonly last: string;
  readonly cursor: string | null;
}
type Query = Readonly<Record<string, string | number>>;

const places = new WeakMap<Api, Map<string, Place>>();

export interface AuditPages {
  readonly pages: readonly AuditsAnswer[];
  /** False: the pages before were left out; they hold nothing newer than the audit that was known. */
  readonly whole: boolean;
}

/** `after`: the newest audit that is known; null: all pages are read. `expected`: about how many have come since. */
export async function readAudits(
  api: Api,
  ticketId: string,
  include: string,
  after: string | null,
  expected = 0,
): Promise<AuditPages> {
  const place = after === null ? undefined : placesOf(api).get(ticketId);
  if (place !== undefined && after !== null) {
    const rest = await restOf(api, ticketId, include, place, after, expected);
    if (rest !== null) return { pages: rest, whole: false };
  }
  return { pages: await pagesFrom(api, ticketId, { include, 'page[size]': PAGE }), whole: true };
}

/** Null: it cannot be gone on from the place. */
async function restOf(
  api: Api,
  ticketId: string,
  include: string,
  { page, count, last, cursor }: Place,
  after: string,
  expected: number,
): Promise<readonly AuditsAnswer[] | null> {
  // What was read last is read once more, by which it is known again, unless the news would then need a second page.
  if (cursor !== null && count + expected > PAGE && BigInt(last) <= BigInt(after)) {
    const news = await knownFrom(api, ticketId, { include, 'page[size]': PAGE, 'page[after]': cursor });
    const first = news?.[0]?.audits[0]?.id;
    if (news !== null && first !== undefined && BigInt(first) > BigInt(last)) return news;
  }
  if (page === null || BigInt(page.first) > BigInt(after)) return null;
  const rest = await knownFrom(api, ticketId, { ...page.query, include });
  if (rest?.[0]?.audits[0]?.id === page.first) return rest;
  placesOf(api).delete(ticketId);
  return null;
}

/** Null: Zendesk no longer knows the place. */
async function knownFrom(api: Api, ticketId: string, query: Query): Promise<readonly AuditsAnswer[] | null> {
  try {
    return await pagesFrom(api, ticketId, query);
  } catch (error) {
    if (error instanceof RequestFailed && error.failure.kind === 'invalid') return null;
    throw error;
  }
}

async function pagesFrom(api: Api, ticketId: string, from: Query): Promise<readonly AuditsAnswer[]> {
  const pages: AuditsAnswer[] = [];
  let query = from;
  for (;;) {
    const page: AuditsAnswer = await api.get(['tickets', ticketId, 'audits', query], auditsAnswer);
    pages.push(page);
    const next = nextQuery(page) ?? byCursor(page, query);
    if (isBroken(page, next, query))
      throw new RequestFailed({ kind: 'unavailable', message: "Zendesk's audits name no page that comes next" });
    if (next === null || pages.length === LONGEST) break;
    query = next;
  }
  remember(api, ticketId, query, pages);
  return pages;
}

/** What the link would ask for, where it is missing or cannot be read. */
function byCursor({ meta }: AuditsAnswer, query: Query): Query | null {
  if (meta?.has_more !== true || meta.after_cursor === null || meta.after_cursor === undefined) return null;
  return { ...query, 'page[after]': meta.after_cursor };
}

/** There is more, but no way to it: what was read must not pass for the whole. */
function isBroken(page: AuditsAnswer, next: Query | null, query: Query): boolean {
  if (next === null) return page.meta?.has_more === true;
  const names = Object.keys(next);
  return (
    names.length === Object.keys(query).length && names.every((name) => String(next[name]) === String(query[name]))
  );
}

/** Only where pages go upwards in time: else what comes next would stand on another page. */
function remember(api: Api, ticketId: string, query: Query, pages: readonly AuditsAnswer[]): void {
  const known = placesOf(api);
  known.delete(ticketId);
  const ids = pages.flatMap(({ audits }) => audits.map(({ id }) => BigInt(id)));
  const page = pages.at(-1);
  const [first, last] = [page?.audits[0]?.id, page?.audits.at(-1)?.id];
  if (first === undefined || last === undefined || ids.some((id, index) => index > 0 && id <= (ids[index - 1] ?? id)))
    return;
  const cursor = page?.meta?.after_cursor ?? null;
  const isFirst = query['page[after]'] === undefined && query['page'] === undefined;
  if (isFirst && cursor === null) return;
  known.set(ticketId, { page: isFirst ? null : { query, first }, count: page?.audits.length ?? 0, last, cursor });
  for (const oldest of known.keys()) {
    if (known.size <= REMEMBERED) break;
    known.delete(oldest);
  }
}

function placesOf(api: Api): Map<string, Place> {
  const known = places.get(api) ?? new Map<string, Place>();
  places.set(api, known);
  return known;
}

/** Only the query of Zendesk's link is taken: host and path stay ours. Null: this was the last page. */
export function nextQuery(
  page: Pick<AuditsAnswer, 'meta' | 'links' | 'next_page'>,
): Readonly<Record<string, string>> | null {
  const link =
    page.meta === null || page.meta === undefined ? page.next_page : page.meta.has_more ? page.links?.next : null;
  if (link === null || link === undefined || !URL.canParse(link)) return null;
  return Object.fromEntries(new URL(link).searchParams);
}
