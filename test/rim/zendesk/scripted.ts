/** A small Zendesk that answers what the test says, in order, and writes down what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Budget, BudgetKind } from '#flow/ports.ts';
import { createZendesk, type ZendeskOptions } from '#rim/zendesk/zendesk.ts';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}
export type Script = (asked: Asked, response: ServerResponse) => void;

export interface Scripted {
  readonly url: string;
  readonly asked: Asked[];
  /** Requests of the API, without those for tokens. */
  readonly calls: () => string[];
  readonly tokens: () => number;
  readonly budget: RecordingBudget;
  readonly zendesk: ReturnType<typeof createZendesk>;
  now: number;
  /** What comes next; the last one stays. */
  answer: (...scripts: Script[]) => void;
  answerToken: (script: Script) => void;
  close(): Promise<void>;
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Script {
  return (_asked, response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

export async function startScripted(options: Partial<ZendeskOptions> = {}): Promise<Scripted> {
  const asked: Asked[] = [];
  let scripts: Script[] = [];
  let issued = 0;
  let tokenScript: Script = (request, response) => {
    issued += 1;
    json(200, { access_token: `token-${issued}`, token_type: 'bearer', expires_in: 1_800 })(request, response);
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const one: Asked = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
      asked.push(one);
      if (one.url === '/oauth/tokens') tokenScript(one, response);
      else (scripts.length > 1 ? scripts.shift() : scripts[0])?.(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const budget = recordingBudget();
  const state = { now: Date.parse('2026-03-02T09:00:00Z') };
  const zendesk = createZendesk({
    url,
    clientId: 'tierline',
    clientSecret: 'a-secret-of-the-client',
    budget,
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    marketplace: null,
    now: () => state.now,
    elapsed: () => state.now,
    timeoutMs: 30_000, // a busy machine answers late; who tests the limit itself sets a short one
    ...options,
  });
  return Object.assign(state, {
    url,
    asked,
    calls: () =>
      asked.filter((one) => one.url !== '/oauth/tokens').map((one) => `${one.method} ${decodeURIComponent(one.url)}`),
    tokens: () => asked.filter((one) => one.url === '/oauth/tokens').length,
    budget,
    zendesk,
    answer: (...next: Script[]) => {
      scripts = next;
      asked.length = 0;
    },
    answerToken: (script: Script) => {
      tokenScript = script;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

function ignore(): void {
  // Not looked at here.
}

/** Grants everything unless told otherwise, and writes down what it was told. */
export interface RecordingBudget extends Budget {
  readonly taken: string[];
  readonly learned: string[];
  readonly blocked: string[];
  refuseUntil: number | null;
}

export function recordingBudget(): RecordingBudget {
  const seen: RecordingBudget = {
    taken: [],
    learned: [],
    blocked: [],
    refuseUntil: null,
    take: (kind: BudgetKind, ticketId?: string, urgent = false) => {
      seen.taken.push(`${kind}${ticketId === undefined ? '' : ` ${ticketId}`}${urgent ? ' urgent' : ''}`);
      const { refuseUntil } = seen;
      return Promise.resolve(
        refuseUntil === null
          ? ({ granted: true } as const)
          : ({ granted: false, retryAt: refuseUntil, of: 'updates of one ticket' } as const),
      );
    },
    learn: (kind: BudgetKind, limit: number, remaining: number) => {
      seen.learned.push(`${kind} ${remaining}/${limit}`);
      return Promise.resolve();
    },
    block: (kind: BudgetKind | 'all', seconds: number, ticketId?: string) => {
      seen.blocked.push(`${kind} ${seconds}${ticketId === undefined ? '' : ` ticket ${ticketId}`}`);
      return Promise.resolve();
    },
  };
  return seen;
}

export const TICKET = {
  id: 35436,
  status: 'open',
  priority: 'normal',
  type: 'incident',
  tags: ['VIP', 'support_impact__all'],
  organization_id: 28666254387092,
  requester_id: 20978392,
  via: { channel: 'web', source: { from: {}, to: {}, rel: null } },
  created_at: '2026-03-02T08:00:00Z',
  updated_at: '2026-03-02T08:30:00Z',
  custom_fields: [
    { id: 360001, value: 'support_impact__all' },
    { id: 360002, value: '' },
  ],
  satisfaction_rating: { score: 'goodwithcomment' },
  generated_timestamp: 1772440200,
};

export const AUDITS = [
  {
    id: 1,
    created_at: '2026-03-02T08:00:00Z',
    author_id: 20978392,
    via: { channel: 'web' },
    metadata: { system: {}, custom: {} },
    events: [
      { id: 11, type: 'Create', field_name: 'status', value: 'new' },
      { id: 12, type: 'Create', field_name: 'organization_id', value: 28666254387092 },
      { id: 13, type: 'Comment', public: true, author_id: 20978392, body: 'Help', plain_body: 'Help' },
      { id: 14, type: 'Notification', subject: 'x', recipients: [1] },
    ],
  },
  {
    id: 2,
    created_at: '2026-03-02T08:30:00Z',
    author_id: 5,
    via: { channel: 'api' },
    metadata: { custom: { tierline: { causes: ['breach:first_response'] } } },
    events: [
      {
        id: 21,
        type: 'Change',
        field_name: 'priority',
        value: 'normal',
        previous_value: null,
        via: { channel: 'rule', source: { rel: 'trigger' } },
      },
      { id: 22, type: 'Comment', public: false, author_id: 5, body: 'note' },
    ],
  },
];
