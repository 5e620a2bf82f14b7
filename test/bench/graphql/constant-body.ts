/** The limit: a bare fastify that reads the request and answers with a constant text. */
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';

const answer = readFileSync(process.env['ANSWER'] ?? '', 'utf8');
const server = Fastify({ logger: false });
server.get('/readyz', () => 'ready');
server.post('/graphql', (_request, reply) => reply.type('application/json; charset=utf-8').send(answer));
await server.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
