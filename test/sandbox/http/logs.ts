// What was asked and what was written, so that a test can say "no read, no write".
import type { EpochMs, JsonObject } from '../records.ts';

export interface RequestEntry {
  at: EpochMs;
  monotonicMs: number;
  method: string;
  path: string;
  query: string;
  route: string | null;
  kind: 'read' | 'write' | 'token';
  actorId: number | null;
  /** Null: no answer was sent. */
  status: number | null;
}

export interface RequestFilter {
  kind?: RequestEntry['kind'];
  method?: string;
  route?: string;
  path?: string;
  actorId?: number;
  /** Entries from this position on, see `mark`. */
  since?: number;
}

export interface RequestLog {
  entries: RequestEntry[];
  add(entry: RequestEntry): void;
  find(filter?: RequestFilter): RequestEntry[];
  count(filter?: RequestFilter): number;
  /** The present position, for `since`. */
  mark(): number;
}

/** Makes an empty log. Requests under `/sandbox` are not in it. */
export function createRequestLog(history: (line: object) => void): RequestLog {
  const entries: RequestEntry[] = [];
  const find = (filter: RequestFilter = {}) =>
    entries
      .slice(filter.since ?? 0)
      .filter(
        (entry) =>
          (filter.kind === undefined || entry.kind === filter.kind) &&
          (filter.method === undefined || entry.method === filter.method) &&
          (filter.route === undefined || entry.route === filter.route) &&
          (filter.path === undefined || entry.path === filter.path) &&
          (filter.actorId === undefined || entry.actorId === filter.actorId),
      );
  return {
    entries,
    add(entry) {
      entries.push(entry);
      history({ type: 'request', ...entry });
    },
    find,
    count: (filter) => find(filter).length,
    mark: () => entries.length,
  };
}

export interface WriteEntry {
  at: EpochMs;
  monotonicMs: number;
  ticketId: number;
  auditId: number;
  actorId: number;
  channel: string;
  created: boolean;
  /** Field name to new value, the triggers' changes included. */
  changes: JsonObject;
  comment: { public: boolean; body: string } | null;
  metadata: JsonObject;
}
