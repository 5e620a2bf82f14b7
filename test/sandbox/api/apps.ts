// The installed app: notify its open pages, its public key, its installation.
import { exportSPKI, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Account } from '../account.ts';
import { coded, recordNotFound, Refusal } from '../refusal.ts';
import { idOf } from '../http/server.ts';

const LARGEST_NOTIFICATION = 1024 * 1024;
const notifyInput = z.object({
  app_id: z.coerce.number().int(),
  event: z.string().min(1),
  body: z.unknown().optional(),
  agent_id: z.coerce.number().int().nullish(),
});

export interface AppKeys {
  publicPem(): Promise<string>;
  /** The token that Zendesk posts into a hosted app's iframe. */
  signedUrlToken(userId: number, context: object): Promise<string>;
}

/** The app's RS256 key pair, made when first asked for. */
export function createAppKeys(account: Account): AppKeys {
  let pair: Promise<{ publicKey: CryptoKey; privateKey: CryptoKey }> | null = null;
  const keys = () => (pair ??= generateKeyPair('RS256', { extractable: true }));
  return {
    publicPem: async () => exportSPKI((await keys()).publicKey),
    async signedUrlToken(userId, context) {
      const now = Math.floor(account.clock.now() / 1000);
      const site = `https://${account.state.account.subdomain}.zendesk.com`;
      return new SignJWT({ context, jti: account.state.nextHex(32) })
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuer(new URL(site).host)
        .setAudience(`${site}/api/v2/apps/installations/${account.app.installationId}.json`)
        .setSubject(`${site}/api/v2/users/${userId}.json`)
        .setIssuedAt(now)
        .setNotBefore(now)
        .setExpirationTime(now + 300)
        .sign((await keys()).privateKey);
    },
  };
}

/** Mounts the routes. */
export function appRoutes(server: FastifyInstance, account: Account, keys: AppKeys): void {
  const { app, state } = account;

  server.post('/api/v2/apps/notify', { config: { resource: 'apps', endpoint: 'notify' } }, async (request, reply) => {
    if (JSON.stringify(request.body ?? null).length > LARGEST_NOTIFICATION)
      throw new Refusal(413, { error: 'Payload too large' });
    const checked = notifyInput.safeParse(request.body);
    if (!checked.success) throw coded(400, 'InvalidInput', checked.error.issues[0]?.message ?? 'invalid');
    if (checked.data.app_id !== app.appId) throw recordNotFound();
    const { event, body, agent_id } = checked.data;
    state.announce.emit('notify', { appId: app.appId, event, body: parsed(body), agentId: agent_id ?? null });
    return reply.type('application/json').send('null');
  });

  const publicKey = async (request: import('fastify').FastifyRequest, reply: import('fastify').FastifyReply) => {
    if (idOf(request) !== app.appId) throw recordNotFound();
    return reply.type('text/plain').send(await keys.publicPem());
  };
  server.get('/api/v2/apps/:id/public_key', { config: { access: 'anonymous' } }, publicKey);
  server.get('/api/v2/apps/:id/public_key.pem', { config: { access: 'anonymous' } }, publicKey);

  server.get('/api/v2/apps/installations', { config: { resource: 'apps', access: 'admin' } }, async () => ({
    installations: [installation(account)],
    count: 1,
  }));
  server.get('/api/v2/apps/installations/:id', { config: { resource: 'apps', access: 'admin' } }, async (request) => {
    if (idOf(request) !== app.installationId) throw recordNotFound();
    return installation(account);
  });
}

function installation({ app }: Account): object {
  return {
    id: app.installationId,
    app_id: app.appId,
    product: 'support',
    enabled: true,
    settings: { name: app.name, ...app.settings },
    pending_installation: false,
    group_restrictions: [],
    role_restrictions: null,
  };
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return body ?? null;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
