/** Serves the agent page beside the sandbox's API, and the built app from an origin of its own, as Zendesk does. */
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import { APP_FOLDER, PAGE_FOLDER } from './built.ts';

/** What the app loads in production. */
const PRODUCTION_SDK = 'https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js';

export interface AgentPages {
  /** The app's page, for the frame. */
  readonly appUrl: string;
  /** Mounts the agent page at `/` and `/agent/`. */
  mount(server: FastifyInstance): Promise<void>;
  close(): Promise<void>;
}

/** Starts the app's own server on `port` (0: any) of 127.0.0.1. Needs `ensureBuilt()` before. */
export async function startAgentPages({ port = 0 }: { readonly port?: number } = {}): Promise<AgentPages> {
  const app = Fastify();
  app.get('/901/assets/index.html', async (_request, reply) => {
    const page = await readFile(join(APP_FOLDER, 'assets/index.html'), 'utf8');
    // The same build as in production, but for the script that Zendesk's CDN would bring.
    return reply.type('text/html; charset=utf-8').send(page.replace(PRODUCTION_SDK, './zaf_sdk.js'));
  });
  app.get('/901/assets/zaf_sdk.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(await readFile(join(PAGE_FOLDER, 'zaf_sdk.js'), 'utf8')),
  );
  await app.register(fastifyStatic, { root: join(APP_FOLDER, 'assets'), prefix: '/901/assets/', index: false });
  await app.listen({ host: '127.0.0.1', port });
  const appUrl = `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}/901/assets/index.html`;
  return {
    appUrl,
    mount: async (server) => {
      server.get('/', async (_request, reply) => reply.redirect('/agent/'));
      server.get('/agent/config', async () => ({ appUrl }));
      await server.register(fastifyStatic, { root: PAGE_FOLDER, prefix: '/agent/', index: false });
      server.get('/agent/', async (_request, reply) => reply.sendFile('index.html'));
    },
    close: () => app.close(),
  };
}
