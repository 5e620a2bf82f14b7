// Zendesk's two ways to page a list: by cursor (`page[size]`) and by offset.
import type { FastifyRequest } from 'fastify';
import type { JsonObject } from '../records.ts';
import { coded } from '../refusal.ts';
import { queryOf } from '../http/server.ts';

const LARGEST_PAGE = 100;
const DEEPEST_RECORD = 10_000;

interface Row {
  id: number | string;
}

/**
 * One page of `rows`, ordered by id unless they are to keep their order. Links are built from the Host that was asked.
 * Throws 400 D for a bad cursor and beyond 10,000 records.
 */
export function pageOf<T extends Row>(
  request: FastifyRequest,
  name: string,
  rows: readonly T[],
  show: (row: T) => unknown,
  keepOrder = false,
): JsonObject {
  const query = queryOf(request);
  const ordered = keepOrder ? [...rows] : [...rows].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return query['page[size]'] !== undefined || query['page[after]'] !== undefined || query['page[before]'] !== undefined
    ? cursorPage(request, name, ordered, show)
    : offsetPage(request, name, keepOrder || query.sort_order !== 'desc' ? ordered : ordered.toReversed(), show);
}

/** The address that was asked, with other parameters. */
export function linkTo(request: FastifyRequest, changes: Record<string, string | null>): string {
  const url = new URL(request.url, `http://${request.headers.host ?? 'localhost'}`);
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(key);
    else url.searchParams.set(key, value);
  }
  if (url.pathname.startsWith('/api/v2/') && !url.pathname.startsWith('/api/v2/webhooks')) url.pathname += '.json';
  return url.toString();
}

/** An opaque cursor. */
export const toCursor = (position: string) => Buffer.from(`c:${position}`).toString('base64url');

/** What a cursor stands for; null for anything else. */
export function fromCursor(cursor: string): string | null {
  const text = Buffer.from(cursor, 'base64url').toString();
  return text.startsWith('c:') ? text.slice(2) : null;
}

function cursorPage<T extends Row>(
  request: FastifyRequest,
  name: string,
  rows: T[],
  show: (row: T) => unknown,
): JsonObject {
  const query = queryOf(request);
  const size = pageSize(query['page[size]'] ?? '100');
  const after = query['page[after]'];
  const before = query['page[before]'];
  let from = 0;
  if (after !== undefined) from = positionOf(rows, after, 'page[after]') + 1;
  else if (before !== undefined) from = Math.max(0, positionOf(rows, before, 'page[before]') - size);
  const page = rows.slice(from, from + size);
  const first = page[0];
  const last = page.at(-1);
  const hasMore = from + size < rows.length;
  return {
    [name]: page.map(show),
    meta: {
      has_more: hasMore,
      after_cursor: last ? toCursor(String(last.id)) : null,
      before_cursor: first ? toCursor(String(first.id)) : null,
    },
    links: {
      next:
        hasMore && last ? linkTo(request, { 'page[after]': toCursor(String(last.id)), 'page[before]': null }) : null,
      prev:
        from > 0 && first ? linkTo(request, { 'page[before]': toCursor(String(first.id)), 'page[after]': null }) : null,
    },
  };
}

function positionOf(rows: readonly Row[], cursor: string, name: string): number {
  const id = fromCursor(cursor);
  const found = id === null ? -1 : rows.findIndex((row) => String(row.id) === id);
  if (found < 0) throw coded(400, 'InvalidPaginationParameter', 'Invalid pagination parameter', `${name} is not valid`);
  return found;
}

function offsetPage<T extends Row>(
  request: FastifyRequest,
  name: string,
  rows: T[],
  show: (row: T) => unknown,
): JsonObject {
  const query = queryOf(request);
  const size = pageSize(query.per_page ?? '100');
  const page = Number(query.page ?? '1');
  if (!Number.isInteger(page) || page < 1)
    throw coded(400, 'InvalidPaginationParameter', 'Invalid pagination parameter', 'page is not valid');
  if (page * size > DEEPEST_RECORD) {
    throw coded(
      400,
      'InvalidPaginationDepth',
      'Invalid pagination depth',
      'Access beyond 10000 resources is not permitted',
    );
  }
  const from = (page - 1) * size;
  return {
    [name]: rows.slice(from, from + size).map(show),
    count: rows.length,
    next_page: from + size < rows.length ? linkTo(request, { page: String(page + 1) }) : null,
    previous_page: page > 1 ? linkTo(request, { page: String(page - 1) }) : null,
  };
}

function pageSize(text: string): number {
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1) {
    throw coded(400, 'InvalidPaginationParameter', 'Invalid pagination parameter', 'page[size] is not valid');
  }
  return Math.min(size, LARGEST_PAGE);
}
