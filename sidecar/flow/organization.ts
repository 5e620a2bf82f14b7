/** What an organization may ask for: its contract judged as if somebody approved asked now, and its open tickets. */
import type { EpochMs, Facts } from '#core/facts/facts.ts';
import { contractFacts } from '#core/facts/surroundings.ts';
import { judge } from '#core/judge/judge.ts';
import type { Judgement, TimerJudgement } from '#core/judge/judgement.ts';
import { whatIf } from '#core/judge/what-if.ts';
import type { Policy, Priority } from '#core/policy/policy.ts';
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
  /** What a ticket opened now would be promised, highest priority first; only priorities that have promises. */
  readonly targets: readonly PriorityTargets[];
}

export interface PriorityTargets {
  readonly priority: Pick<Priority, 'id' | 'title' | 'zendesk'>;
  readonly timers: readonly TimerJudgement[];
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
      targets: targetsOf(policy, facts, now),
    },
  };
}

function targetsOf(policy: Policy, facts: Facts, now: EpochMs): PriorityTargets[] {
  return policy.priorities.flatMap(({ id, title, zendesk }) => {
    const { priority, timers } = whatIf(policy, facts, { priority: id }, now).after;
    // Two priorities may share one of Zendesk's: the second then cannot be told from the first.
    return priority?.id === id && timers.length > 0 ? [{ priority: { id, title, zendesk }, timers }] : [];
  });
}
