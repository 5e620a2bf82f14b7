/** What the fault tests' tickets must show, written down a second time: NextPlane's rules without clocks, for these worlds only. */
import type { SandboxState } from '#test/sandbox/state.ts';
import type { Ticket } from '#test/sandbox/records.ts';

export interface Shown {
  readonly priority: string | null;
  readonly tags: readonly string[];
}

const BY_IMPACT: Readonly<Record<string, readonly [priority: string, zendesk: string]>> = {
  all_users: ['p1', 'urgent'],
  some_users: ['p2', 'high'],
  one_user: ['p3', 'normal'],
};
const OTHERWISE = ['p4', 'low'] as const;
const TIERS: Readonly<Record<string, string>> = { 'quarry-street-bank': 'custom', 'lindenhof-clinics': 'business' };

/**
 * Priority and all tags: the sidecar's by the rules, everybody else's (`by_hand…`, drop-downs) as they are. `timersRun`: time
 * is moved, so that those of timers are taken as they are too.
 */
export function shouldShow(state: SandboxState, ticket: Ticket, timersRun = false): Shown {
  const field = (title: string): unknown =>
    ticket.fields.get([...state.ticketFields.values()].find((one) => one.title === title)?.id ?? 0);
  const [priority, zendesk] = BY_IMPACT[String(field('support_impact'))] ?? OTHERWISE;
  const organization = state.organizations.get(ticket.organizationId ?? 0)?.externalId ?? '';
  const requester = state.users.get(ticket.requesterId)?.email ?? '';
  const tier = TIERS[organization];
  const tags = new Set(ticket.tags.filter((tag) => !isOurs(tag) || (timersRun && tag.startsWith('sla_'))));
  if (tier !== undefined) tags.add(`tier_${tier}`);
  tags.add(`priority_${priority}`);
  if (field('support_request') === 'fault') tags.add('info_missing');
  if (requester.startsWith('stranger@')) tags.add('contact_unverified');
  return { priority: zendesk, tags: [...tags].toSorted() };
}

function isOurs(tag: string): boolean {
  return /^(tier_|priority_p|level_|owner_|escalated_|sla_|info_missing$|contact_unverified$|not_covered$)/.test(tag);
}

/** The same ticket as Zendesk shows it. */
export function shows(ticket: Ticket): Shown {
  return { priority: ticket.priority, tags: ticket.tags.toSorted() };
}

export function sameShown(one: Shown, other: Shown): boolean {
  return one.priority === other.priority && one.tags.join(' ') === other.tags.join(' ');
}
