// What follows from the facts between two events: contract, tier, priority, exclusions, service, coverage.
import type { Priority, Service, ServiceTerm, Tier } from '#core/policy/policy.ts';
import { isUsedUp } from './allowances.ts';
import { firstHolding, holds } from './conditions.ts';
import { coveredBy } from './entitlements.ts';
import { isCharged } from './fee.ts';
import type { CoverageVerdict } from './judgement.ts';
import type { ContractGap, CoverageCause, Run, State } from './state.ts';
import { NO_PROMISES } from './tracks.ts';

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
  const owed = standing.tier !== null && isCovered && state.status !== 'deleted';
  if (standing.owed && !owed) state.resting = state.runs.map(asItIs);
  standing.owed = owed;
}

/** A wait as it was met or breached: what happens while nothing is owed changes it no more (G5). */
function asItIs(run: Run | null): Run | null {
  return run === null || run.settled === null ? null : { ...run, settled: { ...run.settled } };
}

function updateTier(state: State): void {
  const standing = state.standing;
  const before = standing.tier;
  const named = state.policy.tiers.get(state.contract?.tier ?? '') ?? null;
  standing.contractGap = contractGap(state, named);
  standing.tier = standing.contractGap === null ? named : tierWithoutContract(state);
  if (standing.tier !== null && !holds(standing.tier.inForce, state)) {
    standing.contractGap = 'not_in_force';
    standing.tier = tierWithoutContract(state);
  }
  if (standing.tier !== before)
    standing.promises = standing.tier === null ? NO_PROMISES : state.tracks.of(standing.tier);
}

/** Why there is no contract that holds (G13); null: one does. */
function contractGap(state: State, named: Tier | null): ContractGap | null {
  const contract = state.contract;
  if (contract === null) return 'none';
  if (contract.status === 'ended') return 'ended';
  const { begins, ended } = state.term;
  if (begins !== null && state.at < begins) return 'not_started';
  if (ended !== null && state.at >= ended) return 'ended';
  return named === null ? 'unknown_tier' : null;
}

function tierWithoutContract(state: State): Tier | null {
  const without = state.policy.withoutContract;
  return 'tier' in without ? (state.policy.tiers.get(without.tier) ?? null) : null;
}

function updatePriority(state: State): void {
  const standing = state.standing;
  const derived = firstHolding(state.policy.priorities, state);
  standing.derived = derived;
  standing.priority = derived;
  standing.overriddenBy = null;
  if (state.hand !== null && state.hand.value !== derived?.zendesk) override(state, state.hand, derived);
}

function override({ policy, standing }: State, hand: NonNullable<State['hand']>, derived: Priority | null): void {
  standing.priority = policy.priorities.find((p) => p.zendesk === hand.value) ?? derived;
  standing.overriddenBy = hand.by;
}

function serviceOf(state: State): Service | null {
  let otherwise: Service | null = null;
  for (const service of state.policy.services) {
    if (service.when === null) otherwise ??= service;
    else if (holds(service.when, state)) return service;
  }
  return otherwise;
}

function termOf(state: State, service: Service | null): ServiceTerm | null {
  const { tier } = state.standing;
  if (service === null || tier === null) return null;
  for (const term of tier.services) {
    if (term.service === service.id && holds(term.when, state) && holds(term.inForce, state)) return term;
  }
  return null;
}

const NONE: readonly string[] = [];

function exclusionsOf(state: State): readonly string[] {
  let found: string[] | null = null;
  const recorded = state.recorded.size > 0 ? state.recorded : null;
  for (const rule of state.policy.exclusions) {
    if (recorded?.has(rule.id) === true || (rule.when !== null && holds(rule.when, state))) {
      (found ??= []).push(rule.id);
    }
  }
  return found ?? NONE;
}

/** A tier that names services leaves out those that it does not name, but for the one that takes what no other does. */
function isLeftOut(service: Service | null, tier: Tier): boolean {
  if (service === null || tier.services.length === 0) return false;
  return service.when !== null || tier.services.some((term) => term.service === service.id);
}

function updateCoverage(state: State): void {
  const { coverage, cause } = coverageOf(state);
  state.standing.coverage = coverage;
  state.standing.cause = cause;
}

interface Covered {
  readonly coverage: CoverageVerdict;
  readonly cause: CoverageCause;
}
const COVERED: Covered = { coverage: 'covered', cause: { kind: 'tier' } };
const NOT_IN_TIER: Covered = { coverage: 'not_covered', cause: { kind: 'tier' } };
const CHARGED: Covered = { coverage: 'billable', cause: { kind: 'charge' } };

/** Exclusions come first (NX3), then the contract, the entitlement, the service, the allowance. */
function coverageOf(state: State): Covered {
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
  if (tier === null) return COVERED;
  if (term === null && isLeftOut(service, tier)) return isCharged(state, tier.fees) ? CHARGED : NOT_IN_TIER;
  for (const rule of tier.allowances) {
    if (isUsedUp(state, rule) && holds(rule.when, state))
      return { coverage: rule.then, cause: { kind: 'allowance', allowance: rule.id } };
  }
  return tier.fees.length > 0 && isCharged(state, tier.fees) ? CHARGED : COVERED;
}
