// Who acts on the agent page.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../account.ts';
import { readCookie, SESSION_COOKIE } from '../http/auth.ts';
import type { User } from '../records.ts';
import { plain } from '../refusal.ts';
import { isAgent } from '../state.ts';

/** The acting user: header, else session, else the world's first plain agent. */
export function actingUser(account: Account, request: FastifyRequest): User {
  const { state, sessions } = account;
  const named = request.headers['x-sandbox-user'];
  const session = sessions.bySession(readCookie(request, SESSION_COOKIE));
  const id = typeof named === 'string' ? Number(named) : session?.userId;
  const user = id === undefined ? firstAgent(account) : state.users.get(id);
  if (!user || !isAgent(user)) throw plain(403, 'Forbidden', 'The acting user is not an agent of this account');
  return user;
}

/** The acting user with a browser session; makes one when there is none. */
export function sessionOf(
  account: Account,
  request: FastifyRequest,
  reply: FastifyReply,
): { me: User; csrfToken: string } {
  const known = account.sessions.bySession(readCookie(request, SESSION_COOKIE));
  const me = actingUser(account, request);
  if (known && known.userId === me.id) return { me, csrfToken: known.csrfToken };
  return { me, csrfToken: signIn(account, reply, me) };
}

/** Starts a session of `user` in this browser. Gives the CSRF token. */
export function signIn(account: Account, reply: FastifyReply, user: User): string {
  const { session, csrfToken } = account.sessions.signIn(user.id);
  reply.header('set-cookie', `${SESSION_COOKIE}=${session}; Path=/; HttpOnly; SameSite=Lax`);
  return csrfToken;
}

function firstAgent(account: Account): User | undefined {
  const agents = [...account.state.users.values()].filter(isAgent);
  return agents.find((user) => user.role === 'agent' && user.roleType === null) ?? agents[0];
}
