// From which instant to which a contract runs.
import type { ContractFacts, EpochMs } from '#core/facts/facts.ts';
import type { Policy } from '#core/policy/policy.ts';
import { dayAfter, zoneOf } from './zones.ts';

/** Half-open; null: without beginning, without end. */
export interface ContractTerm {
  readonly begins: EpochMs | null;
  readonly ended: EpochMs | null;
}

const ENDLESS: ContractTerm = { begins: null, ended: null };
const known = new WeakMap<ContractFacts, ContractTerm & { readonly zone: string }>();

/** From the start of the contract's first local date to the end of its last, in the policy's zone; laid once a contract. */
export function termOfContract(policy: Policy, contract: ContractFacts | null): ContractTerm {
  if (contract === null) return ENDLESS;
  const { timeZone } = policy;
  const { startsOn = null, endsOn = null } = contract;
  if (startsOn === null && endsOn === null) return ENDLESS;
  let term = known.get(contract);
  if (term === undefined || term.zone !== timeZone) {
    const zone = zoneOf(policy, timeZone);
    const begins = startsOn === null ? null : zone.startOfDate(startsOn);
    const ended = endsOn === null ? null : dayAfter(zone, endsOn);
    known.set(contract, (term = { zone: timeZone, begins, ended }));
  }
  return term;
}
