/**
 * Peers of the webhook's acceptance. MODE: verify stores nothing; postgres and pglite store one durable row for each
 * request; postgres-batch and pglite-batch store all that waits in one statement, and do nothing else: the limit of any
 * server that stores before it answers.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import Fastify from 'fastify';
import pg from 'pg';
import { DURABLE_START, DurableFiles } from '#rim/postgres/durable-files.ts';

const TABLE = `create table if not exists rows (id bigint generated always as identity primary key, delivery_id text not null unique, body text not null)`;
const INSERT = 'insert into rows (delivery_id, body) values ($1, $2) on conflict do nothing';
const INSERT_BATCH =
  'insert into rows (delivery_id, body) select * from unnest($1::text[], $2::text[]) on conflict do nothing';

const secret = process.env['SECRET'] ?? '';
const store = await openStore(process.env['MODE'] ?? 'verify');
const server = Fastify({ logger: false });
server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.get('/readyz', () => 'ready');
server.post('/webhooks/zendesk', async (request, reply) => {
  const body = request.body as Buffer;
  const given = Buffer.from(String(request.headers['x-zendesk-webhook-signature']), 'base64');
  const timestamp = String(request.headers['x-zendesk-webhook-signature-timestamp']);
  const made = createHmac('sha256', secret).update(timestamp).update(body).digest();
  if (given.length !== made.length || !timingSafeEqual(given, made)) return reply.code(401).send();
  await store(String(request.headers['x-zendesk-webhook-invocation-id']), body.toString('utf8'));
  return reply.type('application/json').send('{"status":"accepted"}');
});
await server.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });

type Store = (id: string, body: string) => Promise<unknown>;

async function openStore(mode: string): Promise<Store> {
  const [database, isBatch] = [mode.split('-')[0], mode.endsWith('-batch')];
  if (database === 'postgres') {
    const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
    await pool.query(TABLE);
    if (isBatch)
      return batched((ids, bodies) => pool.query({ name: 'batch', text: INSERT_BATCH, values: [ids, bodies] }));
    return (id, body) => pool.query({ name: 'insert', text: INSERT, values: [id, body] });
  }
  if (database === 'pglite') {
    const lite = await PGlite.create({
      fs: new DurableFiles(process.env['DATA_DIR'] ?? ''),
      startParams: [...DURABLE_START],
    });
    await lite.query(TABLE);
    if (isBatch) return batched((ids, bodies) => lite.query(INSERT_BATCH, [ids, bodies]));
    return (id, body) => lite.query(INSERT, [id, body]);
  }
  return () => Promise.resolve();
}

/** One statement under way; what comes meanwhile is the next, after the loop has read what came (PGlite holds it). */
function batched(insert: (ids: string[], bodies: string[]) => Promise<unknown>): Store {
  let ids: string[] = [];
  let bodies: string[] = [];
  let next: Promise<unknown> | null = null;
  let running: Promise<unknown> = Promise.resolve();
  const begin = (): Promise<unknown> => {
    const [someIds, someBodies] = [ids, bodies];
    [ids, bodies, next] = [[], [], null];
    return (running = insert(someIds, someBodies));
  };
  return (id, body) => {
    ids.push(id);
    bodies.push(body);
    return (next ??= running.then(() => turn()).then(begin));
  };
}
