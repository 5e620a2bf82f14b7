// Server-sent events to open pages: tickets, clock, notifications.
import type { FastifyInstance } from 'fastify';
import type { Account } from '../account.ts';
import type { Announcements } from '../state.ts';

const NAMES: readonly (keyof Announcements)[] = ['ticket', 'clock', 'notify', 'network', 'reset'];

/** Mounts `GET /sandbox/events`. */
export function eventRoutes(server: FastifyInstance, account: Account): void {
  server.get('/sandbox/events', (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      connection: 'keep-alive',
    });
    reply.raw.write(': open\n\n');
    const stops = NAMES.map((name) => {
      const tell = (data: unknown) => void reply.raw.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      account.state.announce.on(name, tell);
      return () => account.state.announce.off(name, tell);
    });
    request.raw.on('close', () => {
      for (const stop of stops) stop();
    });
  });
}
