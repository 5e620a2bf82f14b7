// Who asks: an OAuth token, or an agent's browser session.
import type { FastifyRequest } from 'fastify';
import type { SandboxClock } from '../clock.ts';
import type { EpochMs, User } from '../records.ts';
import { forbidden, unauthenticated } from '../refusal.ts';
import { isAgent, type SandboxState } from '../state.ts';

export interface Actor {
  user: User;
  kind: 'oauth' | 'session';
  scopes: readonly string[];
}

export interface Token {
  clientId: string;
  userId: number;
  scopes: readonly string[];
  expiresAt: EpochMs;
}

export interface Sessions {
  tokens: Map<string, Token>;
  /** Makes a browser session; gives the cookie's value and the CSRF token. */
  signIn(userId: number): { session: string; csrfToken: string };
  bySession(session: string | undefined): { userId: number; csrfToken: string } | undefined;
  /** Ends all OAuth tokens at once. */
  revokeTokens(): void;
}

export const SESSION_COOKIE = 'sandbox_session';

/** Makes an empty set of tokens and sessions. */
export function createSessions(state: SandboxState): Sessions {
  const tokens = new Map<string, Token>();
  const sessions = new Map<string, { userId: number; csrfToken: string }>();
  return {
    tokens,
    signIn(userId) {
      const session = state.nextHex(32);
      const csrfToken = state.nextHex(32);
      sessions.set(session, { userId, csrfToken });
      return { session, csrfToken };
    },
    bySession: (session) => (session === undefined ? undefined : sessions.get(session)),
    revokeTokens: () => tokens.clear(),
  };
}

/** The value of a cookie. */
export function readCookie(request: FastifyRequest, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name) return value;
  }
  return undefined;
}

/** The actor; null without credentials. Throws 401 for credentials that are not good. */
export function authenticate(
  state: SandboxState,
  sessions: Sessions,
  clock: SandboxClock,
  request: FastifyRequest,
): Actor | null {
  const header = request.headers.authorization;
  if (header !== undefined) {
    const token = /^bearer (.+)$/i.exec(header)?.[1];
    // Basic credentials: passwords are gone, and this account never had an API token.
    const known = token === undefined ? undefined : sessions.tokens.get(token);
    const user = known && state.users.get(known.userId);
    if (!known || !user || known.expiresAt <= clock.now() || !isAgent(user)) throw unauthenticated();
    return { user, kind: 'oauth', scopes: known.scopes };
  }
  const session = sessions.bySession(readCookie(request, SESSION_COOKIE));
  const user = session && state.users.get(session.userId);
  if (!session || !user) return null;
  if (request.method !== 'GET' && request.headers['x-csrf-token'] !== session.csrfToken) throw forbidden();
  return { user, kind: 'session', scopes: ['read', 'write'] };
}

export type Access = 'anonymous' | 'agent' | 'admin';

/** Throws 401 or 403 unless the actor may do this. */
export function mayDo(actor: Actor | null, need: { access: Access; resource: string; write: boolean }): void {
  if (need.access === 'anonymous') return;
  if (!actor) throw unauthenticated();
  const verb = need.write ? 'write' : 'read';
  if (!actor.scopes.includes(verb) && !actor.scopes.includes(`${need.resource}:${verb}`)) throw forbidden();
  if (!isAgent(actor.user)) throw forbidden();
  if (need.access === 'admin' && actor.user.role !== 'admin') throw forbidden();
}
