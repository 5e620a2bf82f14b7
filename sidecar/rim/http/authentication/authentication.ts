/** From an Authorization header to a viewer. Every token that does not hold is answered alike. */
import type { EpochMs } from '#core/facts/facts.ts';
import { secretTest } from '../constant-time.ts';
import { readAppToken, type AppTokenOptions } from './app-token.ts';
import { createRoles, viewerWithSession, type RoleLookUp } from './roles.ts';
import type { Sessions } from './sessions.ts';
import { LEEWAY_SECONDS } from './tokens.ts';
import { viewerWithRole, type Viewer } from './viewer.ts';

export interface AuthenticationOptions extends AppTokenOptions {
  /** None: off. Several during a rotation. */
  readonly adminTokens: readonly string[];
  /** Null: the sidecar does not host the app. */
  readonly sessions: Sessions | null;
  readonly lookUpRole: RoleLookUp;
  readonly now: () => EpochMs;
  /** A clock that is never set: how old the memory of a role is, in ms. */
  readonly elapsed?: () => number;
}

/** The viewer of a header; null: there is none, or its token does not hold. */
export type Authenticate = (authorization: string | undefined) => Promise<Viewer | null>;

/** Verified tokens are remembered until they end: the sidebar sends the same one many times. */
const REMEMBERED = 1_000;
/** Sessions are read anew, for one may have been ended. */
const ENDED_WITHIN_MS = 15_000;

export function createAuthentication(options: AuthenticationOptions): Authenticate {
  const roles = createRoles(options.lookUpRole, options.elapsed ?? (() => performance.now()));
  const isAdmin = secretTest(options.adminTokens);
  const admin = viewerWithRole('admin-token', 'admin', true, () => null);
  const remembered = new Map<string, { readonly viewer: Viewer; readonly until: EpochMs }>();

  const left = (expiresAt: EpochMs) => () => Math.max(0, expiresAt + LEEWAY_SECONDS * 1_000 - options.now());
  const remember = (token: string, viewer: Viewer, until: EpochMs): Viewer => {
    const oldest = remembered.keys().next();
    if (remembered.size >= REMEMBERED && oldest.done !== true) remembered.delete(oldest.value);
    remembered.set(token, { viewer, until });
    return viewer;
  };

  return async (authorization) => {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return null;
    const known = remembered.get(token);
    if (known !== undefined && options.now() < known.until) return known.viewer;
    if (isAdmin(token)) return admin;
    const app = await readAppToken(token, options, options.now());
    if (app !== null)
      return remember(token, viewerWithRole(app.id, app.role, false, left(app.expiresAt)), app.expiresAt);
    const { sessions } = options;
    const session = await sessions?.read(token);
    if (sessions === null || session === null || session === undefined) return null;
    const viewer = viewerWithSession(session.userId, roles, left(session.expiresAt));
    // It may be ended before its time: a page that is signed out, and a stream that is open, may do nothing more.
    const role: Viewer['role'] = async (purpose) =>
      (await sessions.isEnded(session.id)) ? { kind: 'none' } : viewer.role(purpose);
    return remember(token, { ...viewer, role }, Math.min(session.expiresAt, options.now() + ENDED_WITHIN_MS));
  };
}
