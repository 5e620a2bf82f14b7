/** What an organization may ask for: its contract judged as if somebody approved asked now, and its open tickets. */
import type { Facts } from '#core/facts/facts.ts';
import { contractFacts } from '#core/facts/surroundings.ts';
import { judge } from '#core/judge/judge.ts';
import type { Judgement } from '#core/judge/judgement.ts';
import type { Notices } from './ports/policies.ts';
import type { QueueRow } from './ports/store.ts';
import { organizationOf } from './reading.ts';
import { contractViewOf } from './support.ts';
import type { ContractView, Read, ReadPorts } from './support.ts';

export interface OrganizationView {
  readonly organizationId: string;
  readonly contract: ContractView | null;
  readonly coverage: Judgement['coverage'];
  readonly notices: Judgement['notices'];
  readonly openTickets: readonly QueueRow[];
}

export async function organizationSupport(
  organizationId: string,
  ports: ReadPorts & { readonly notices: Notices },
): Promise<Read<OrganizationView>> {
  const now = await ports.clock.now();
  const revision = await ports.contracts.newest(organizationId);
  const known = await organizationOf(ports.zendesk, ports.directory, organizationId, now);
  const organization = known.ok ? known.value : null;
  if (revision === null && organization === null) {
    return known.ok ? { kind: 'missing' } : { kind: 'unavailable', message: known.failure.message };
  }
  const policy = ports.registry.forTicket(revision?.terms.policyId ?? null, now);
  if (policy === null) return { kind: 'missing' };
  const notices = (await ports.notices.current()).filter(
    ({ policyId, organizations }) =>
      policyId === policy.id && (organizations.length === 0 || organizations.includes(organizationId)),
  );
  const facts: Facts = {
    ticketId: '0',
    opened: now,
    channel: null,
    status: 'open',
    fields: {},
    contract: revision === null ? null : contractFacts(revision.terms),
    requester: { approved: true },
    organization: {
      id: organizationId,
      name: organization?.name ?? null,
      users: revision?.terms.users ?? null,
      timeZone: revision?.terms.timeZone ?? null,
      holidays: revision?.terms.holidays ?? [],
      extra: organization?.fields ?? {},
    },
    notices,
    events: [],
  };
  const judgement = judge(policy, facts, now);
  return {
    kind: 'found',
    value: {
      organizationId,
      contract: revision === null ? null : contractViewOf(revision, organization?.name ?? null, ports.registry),
      coverage: judgement.coverage,
      notices: judgement.notices,
      openTickets: await ports.tickets.ofOrganization(organizationId),
    },
  };
}
