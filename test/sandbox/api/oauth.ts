// POST /oauth/tokens: the client-credentials grant.
import type { FastifyInstance } from 'fastify';
import type { Account } from '../account.ts';
import { Refusal } from '../refusal.ts';
import { isAgent } from '../state.ts';

const SHORTEST_LIFE = 300;
const LONGEST_LIFE = 172_800;
const DEFAULT_LIFE = 30 * 60;

/** Mounts the token endpoint. No refresh token comes with this grant. */
export function oauthRoutes(server: FastifyInstance, account: Account): void {
  const { state, clock, options, sessions } = account;

  server.post('/oauth/tokens', async (request, reply) => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    if (body.grant_type !== 'client_credentials')
      throw refuse(400, 'unsupported_grant_type', 'The grant type is not supported');
    const client = account.clients.find((one) => one.id === body.client_id && one.secret === body.client_secret);
    if (!client) throw refuse(401, 'invalid_client', 'Client authentication failed');
    const user =
      client.userId === undefined
        ? [...state.users.values()].find((one) => one.role === 'admin')
        : state.users.get(client.userId);
    if (!user || !isAgent(user) || user.role !== 'admin')
      throw refuse(401, 'invalid_client', "The client's user is not an active administrator");
    const life = options.tokenLifeSeconds ?? lifeOf(body.expires_in);
    // A scope that does not exist still gives a token; every call with it answers 403.
    const scope = typeof body.scope === 'string' && body.scope !== '' ? body.scope : 'read write';
    const token = state.nextHex(64);
    sessions.tokens.set(token, {
      clientId: client.id,
      userId: user.id,
      scopes: scope.split(/\s+/),
      expiresAt: clock.now() + life * 1000,
    });
    return reply.code(200).send({ access_token: token, token_type: 'bearer', scope, expires_in: life });
  });
}

function lifeOf(wanted: unknown): number {
  if (wanted === undefined) return DEFAULT_LIFE;
  const seconds = Number(wanted);
  if (!Number.isInteger(seconds) || seconds < SHORTEST_LIFE || seconds > LONGEST_LIFE) {
    throw refuse(400, 'invalid_request', `expires_in must lie between ${SHORTEST_LIFE} and ${LONGEST_LIFE}`);
  }
  return seconds;
}

const refuse = (status: number, error: string, words: string) =>
  new Refusal(status, { error, error_description: words });
