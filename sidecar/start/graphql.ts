/** GraphQL over the services: each user sees the tickets that Zendesk shows to that user. */
import { actorName } from '#flow/actor-name.ts';
import { createVisibility } from '#flow/visibility.ts';
import { visibleTo } from '#flow/visible-services.ts';
import { createGraphqlEngine, type GraphqlEngine } from '#rim/graphql/engine.ts';
import { persistedOperations } from '#rim/graphql/persisted.ts';
import { APP_OPERATIONS } from '../../zendesk-app/api/operations.ts';
import type { AuditRefusal } from './audit-refusal.ts';
import { elapsed, type Base } from './base.ts';
import type { AllServices } from './services.ts';
import type { Outside } from './zendesk.ts';

/** The engine; streams that are open when it stops are ended. */
export async function startGraphql(
  { settings, log, stops }: Base,
  { zendesk }: Outside,
  services: AllServices,
  auditRefusal: AuditRefusal,
): Promise<GraphqlEngine> {
  const visibility = createVisibility(zendesk, elapsed);
  const graphql = await createGraphqlEngine({
    services,
    servicesFor: (by) => (by.proven && by.role !== 'admin' ? visibleTo(by.id, services, visibility) : services),
    log,
    persisted: persistedOperations(APP_OPERATIONS),
    persistedOnly: settings.persistedOnly,
    onForbidden: (by, call, role) =>
      auditRefusal({ actor: actorName(by), role, action: call, outcome: 'refused: FORBIDDEN' }),
  });
  stops.add(() => graphql.stop());
  return graphql;
}
