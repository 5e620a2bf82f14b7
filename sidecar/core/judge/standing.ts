// What follows from the facts between two events: contract, tier, priority, exclusions, service, coverage.
import type { Service, ServiceTerm, Tier } from '#core/policy/policy.ts';
import { holds } from './conditions.ts';
import { coveredBy } from './entitlements.ts';
import type { CoverageVerdict } from './judgement.ts';
import type { CoverageCause, Standing, State } from './state.ts';
import { zoneOf } from './zones.ts';

/** Brings `state.standing` up to date. Each part is set before the next one asks for it. */
export function updateStanding(state: State): void {
  const standing = state.standing;
  updateTier(state);
  standing.service = serviceOf(state);
  standing.term = termOf(state, standing.service);
  updatePriority(state);
  standing.exclusions = exclusionsOf(state);
  updateCoverage(state);
  const isCovered = standing.coverage === 'covered' || standing.coverage === 'billable';
  standing.owed = standing.tier !== null && isCovered && state.status !== 'deleted';
}

function updateTier(state: State): void {
  const standing = state.standing;
  standing.contractGap = contractGap(state);
  standing.tier = standing.contractGap === null ? tierOfContract(state) : tierWithoutContract(state);
  if (standing.tier !== null && !holds(standing.tier.inForce, state)) {
    standing.contractGap = 'not_in_force';
    standing.tier = tierWithoutContract(state);
  }
  standing.contractHolds = standing.contractGap === null;
}

function tierOfContract(state: State): Tier | null {
  return state.policy.tiers.get(state.contract?.tier ?? '') ?? null;
}

/** Why there is no contract that holds (G13); null: one does. */
function contractGap(state: State): Standing['contractGap'] {
  const contract = state.contract;
  if (contract === null) return 'none';
  if (contract.status === 'ended') return 'ended';
  if (contract.startsOn != null || contract.endsOn != null) {
    const today = zoneOf(state.policy, state.policy.timeZone).localDate(state.at);
    if (contract.startsOn != null && today < contract.startsOn) return 'not_started';
    if (contract.endsOn != null && today > contract.endsOn) return 'ended';
  }
  return state.policy.tiers.has(contract.tier) ? null : 'unknown_tier';
}

function tierWithoutContract(state: State): Tier | null {
  const without = state.policy.withoutContract;
  return 'tier' in without ? (state.policy.tiers.get(without.tier) ?? null) : null;
}

function updatePriority(state: State): void {
  const standing = state.standing;
  const derived = state.policy.priorities.find((p) => holds(p.when, state)) ?? null;
  const hand = state.hand;
  standing.derived = derived;
  standing.priority = derived;
  standing.overriddenBy = null;
  if (hand === null || hand.value === derived?.zendesk) return;
  standing.priority = state.policy.priorities.find((p) => p.zendesk === hand.value) ?? derived;
  standing.overriddenBy = hand.by;
}

function serviceOf(state: State): Service | null {
  const services = state.policy.services;
  const named = services.find((s) => s.when !== null && holds(s.when, state));
  return named ?? services.find((s) => s.when === null) ?? null;
}

function termOf(state: State, service: Service | null): ServiceTerm | null {
  if (service === null) return null;
  const terms = state.standing.tier?.services ?? [];
  return terms.find((t) => t.service === service.id && holds(t.when, state) && holds(t.inForce, state)) ?? null;
}

function exclusionsOf(state: State): readonly string[] {
  const found: string[] = [];
  for (const rule of state.policy.exclusions) {
    if (state.recorded.has(rule.id) || (rule.when !== null && holds(rule.when, state))) found.push(rule.id);
  }
  return found;
}

function updateCoverage(state: State): void {
  const { coverage, cause } = coverageOf(state);
  state.standing.coverage = coverage;
  state.standing.cause = cause;
}

/** Exclusions come first (NX3), then the contract, the entitlement, the service, the allowance. */
function coverageOf(state: State): { coverage: CoverageVerdict; cause: CoverageCause } {
  const { exclusions, contractGap: gap, tier, service, term } = state.standing;
  const exclusion = exclusions[0];
  if (exclusion !== undefined) return { coverage: 'not_covered', cause: { kind: 'exclusion', exclusion } };
  const without = state.policy.withoutContract;
  if (gap !== null && !('tier' in without)) {
    return { coverage: without.coverage, cause: { kind: 'no_contract', how: gap } };
  }
  const missing = gap === null ? coveredBy(state) : null;
  if (missing !== null) return { coverage: 'limited', cause: missing };
  if (term !== null && term.kind !== 'included') {
    const coverage = term.kind === 'billable' ? 'billable' : term.kind === 'limited' ? 'limited' : 'not_covered';
    return { coverage, cause: { kind: 'service', term } };
  }
  if (service !== null && term === null && tier !== null && tier.services.length > 0) {
    return { coverage: 'not_covered', cause: { kind: 'tier' } };
  }
  const spent = tier?.allowances.find((a) => used(state, a.id) >= a.number && holds(a.when, state));
  if (spent !== undefined) return { coverage: spent.then, cause: { kind: 'allowance', allowance: spent.id } };
  if (tier?.fees.some((f) => f.rate?.per === 'ticket' && holds(f.when, state)) === true) {
    return { coverage: 'billable', cause: { kind: 'charge' } };
  }
  return { coverage: 'covered', cause: { kind: 'tier' } };
}

/** How much of an allowance was used before this ticket. */
export function used(state: State, allowance: string): number {
  return state.facts.usage?.find((u) => u.allowance === allowance)?.used ?? 0;
}
