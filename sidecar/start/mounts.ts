/** What is open to people: GraphQL, and the app where the sidecar hosts it; and who may come in. */
import { resolve } from 'node:path';
import type { GraphqlEngine } from '#rim/graphql/engine.ts';
import { hostedAppMount, pageIn } from '#rim/http/app-route.ts';
import { createAuthentication } from '#rim/http/authentication/authentication.ts';
import { createSessions, type Sessions } from '#rim/http/authentication/sessions.ts';
import { createSignedUrlReader } from '#rim/http/authentication/signed-url.ts';
import { zendeskRole } from '#rim/http/authentication/zendesk-role.ts';
import { graphqlMount } from '#rim/http/graphql-route.ts';
import type { Mount } from '#rim/http/server.ts';
import type { AuditRefusal } from './audit-refusal.ts';
import type { Base } from './base.ts';
import type { Kept } from './store.ts';
import type { Outside } from './zendesk.ts';

const APP_FOLDER = resolve(import.meta.dirname, '../../dist/zendesk-app/assets');

/** Each is a route of the HTTP server. */
export async function createMounts(
  base: Base,
  kept: Kept,
  { zendesk }: Outside,
  graphql: GraphqlEngine,
  auditRefusal: AuditRefusal,
): Promise<readonly Mount[]> {
  const { app, zendesk: account, adminTokens } = base.settings;
  const { store, clock } = kept;
  const sessions = app.publicKey === null ? null : createSessions(account.clientSecret, clock.now, store);
  const authenticate = createAuthentication({
    secrets: app.secrets,
    subdomain: account.subdomain,
    adminTokens,
    sessions,
    lookUpRole: zendeskRole(zendesk),
    now: clock.now,
  });
  const mounts = [graphqlMount(graphql, authenticate)];
  if (app.publicKey !== null && sessions !== null)
    mounts.push(await appMount(base, kept, app.publicKey, sessions, auditRefusal));
  return mounts;
}

async function appMount(
  { settings, log }: Base,
  { store, clock }: Kept,
  publicKey: string,
  sessions: Sessions,
  auditRefusal: AuditRefusal,
): Promise<Mount> {
  const { app, zendesk: account } = settings;
  const readToken = await createSignedUrlReader({
    publicKey,
    zendeskUrl: account.url,
    subdomain: account.subdomain,
    installationId: app.installationId,
    now: clock.now,
    firstUse: store.firstUse,
    onReplay: (actor) => auditRefusal({ actor, role: 'unknown', action: 'openApp', outcome: 'refused: REPLAYED' }),
  });
  if ((await pageIn(APP_FOLDER)) === null)
    log.warn('ZENDESK_APP_PUBLIC_KEY is set, but the app was not built, so nobody can open it: run `npm run build`');
  return hostedAppMount({ folder: APP_FOLDER, zendeskUrl: account.url, readToken, ...sessions });
}
