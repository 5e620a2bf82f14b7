/** Peers of the webhook's acceptance: verify only, or verify and one durable row for each request. MODE: verify | postgres | pglite. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import Fastify from 'fastify';
import pg from 'pg';
import { DURABLE_START, DurableFiles } from '#rim/postgres/durable-files.ts';

const TABLE = `create table if not exists rows (id bigint generated always as identity primary key, delivery_id text not null unique, body text not null)`;
const INSERT = 'insert into rows (delivery_id, body) values ($1, $2) on conflict do nothing';

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

async function openStore(mode: string): Promise<(id: string, body: string) => Promise<unknown>> {
  if (mode === 'postgres') {
    const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
    await pool.query(TABLE);
    return (id, body) => pool.query({ name: 'insert', text: INSERT, values: [id, body] });
  }
  if (mode === 'pglite') {
    const lite = await PGlite.create({
      fs: new DurableFiles(process.env['DATA_DIR'] ?? ''),
      startParams: [...DURABLE_START],
    });
    await lite.query(TABLE);
    return (id, body) => lite.query(INSERT, [id, body]);
  }
  return () => Promise.resolve();
}
