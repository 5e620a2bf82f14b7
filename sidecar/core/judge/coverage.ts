// Whether the agreement covers the ticket, in words.
import type { Entitlement, Service, ServiceTerm, Tier } from '#core/policy/policy.ts';
import { usedUpReason } from './allowances.ts';
import { coveringOne } from './entitlements.ts';
import { fee } from './fee.ts';
import type { CoverageJudgement, ExclusionJudgement, Reason } from './judgement.ts';
import { oncePer } from './once.ts';
import type { ContractGap, State } from './state.ts';
import { conditionText, named } from './words.ts';

export function coverage(state: State): CoverageJudgement {
  const { coverage: verdict, service } = state.standing;
  return {
    verdict,
    service: service === null ? null : named(service),
    fee: fee(state),
    reasons: reasonsOf(state),
  };
}

function reasonsOf(state: State): readonly Reason[] {
  const { cause, tier, service, term } = state.standing;
  const title = tier?.title ?? 'No contract';
  switch (cause.kind) {
    case 'no_contract':
      return [{ text: gapText(cause.how, state), cites: state.policy.withoutContractCites }];
    case 'exclusion': {
      const rule = state.policy.exclusions.find((e) => e.id === cause.exclusion);
      return [{ text: `Left out: ${rule?.title ?? cause.exclusion}`, cites: rule?.cites ?? [] }];
    }
    case 'no_entitlement':
      return [entitlementReason(state, cause.product, cause.short)];
    case 'service':
      return serviceReasons(state, cause.term);
    case 'allowance': {
      const rule = tier?.allowances.find((a) => a.id === cause.allowance);
      return rule === undefined ? [] : [usedUpReason(state, rule)];
    }
    case 'charge':
      return [{ text: `${title} charges for this`, cites: tier?.fees.flatMap((f) => f.cites) ?? [] }];
    case 'tier':
      if (service !== null && state.standing.coverage === 'not_covered') {
        return [{ text: `${title} does not include ${service.title}`, cites: service.cites }];
      }
      return withEntitlement(state, includedReason(tier ?? NO_TIER, service, term));
  }
}

const NO_TIER = { title: 'No contract', cites: [] };

/** By tier, or its stand-in where there is none: what is said of its terms, of services, and of itself. */
const included = oncePer((_: object) => new WeakMap<object, Reason>());

function includedReason(
  tier: Pick<Tier, 'title' | 'cites'>,
  service: Service | null,
  term: ServiceTerm | null,
): Reason {
  const known = included(tier);
  const part = term ?? service ?? tier;
  let reason = known.get(part);
  if (reason === undefined) {
    const text = service === null ? `${tier.title} covers it` : `${tier.title} includes ${service.title}`;
    known.set(part, (reason = { text, cites: term?.cites ?? tier.cites }));
  }
  return reason;
}

/** And by which entitlement, where the policy asks for one (STA-02). */
function withEntitlement(state: State, reason: Reason): readonly Reason[] {
  const entitlement = coveringOne(state);
  return entitlement === null ? [reason] : [reason, entitled(entitlement)];
}

const entitled = oncePer(({ title, cites }: Entitlement): Reason => ({ text: `The contract has ${title}`, cites }));

function gapText(how: ContractGap, { contract, term, at }: State): string {
  const hasRunOut = term.ended !== null && at >= term.ended; // else an admin ended it before its last day
  switch (how) {
    case 'none':
      return 'The organization has no contract';
    case 'ended':
      return hasRunOut && contract?.endsOn != null
        ? `The contract ended on ${contract.endsOn}`
        : 'The contract has ended';
    case 'not_started':
      return `The contract starts on ${contract?.startsOn ?? ''}`;
    case 'unknown_tier':
      return `The contract names the tier ${contract?.tier ?? ''}, which the policy does not know`;
    case 'not_in_force':
      return 'The tier is not in force yet';
  }
}

function entitlementReason(state: State, product: string | null, short: string | null): Reason {
  const name = product === null ? 'it' : (state.policy.products.get(product)?.title ?? product);
  const entitlement = short === null ? undefined : state.policy.entitlements.get(short);
  if (entitlement === undefined) {
    const cites = [...state.policy.entitlements.values()]
      .filter((e) => product === null || e.products.includes(product))
      .flatMap((e) => e.cites);
    return { text: `No entitlement of the contract covers ${name}`, cites };
  }
  const quantity = state.contract?.entitlements?.[entitlement.id] ?? null;
  const users = state.organization.users ?? null;
  const text = `${entitlement.title} for ${quantity ?? 'an unknown number'} does not cover ${users ?? 'an unknown number of'} users`;
  return { text, cites: entitlement.cites };
}

function serviceReasons(state: State, term: ServiceTerm): Reason[] {
  const title = state.standing.service?.title ?? '';
  const tier = state.standing.tier?.title ?? '';
  if (term.kind !== 'billable')
    return [{ text: `${tier}: ${title} is ${term.kind.replace('_', ' ')}`, cites: term.cites }];
  const reasons: Reason[] = [{ text: `${tier}: ${title} costs ${term.rate?.text ?? 'extra'}`, cites: term.cites }];
  if (term.during !== null && !state.policy.calendar(term.during, state.organization).isOpen(state.at)) {
    reasons.push({ text: `It is offered during ${term.during}, which is closed now`, cites: term.cites });
  }
  return reasons;
}

const NONE: readonly never[] = [];

/** Exclusions that hold, by the policy's condition or recorded by hand. */
export function exclusions(state: State): readonly ExclusionJudgement[] {
  const { exclusions: held } = state.standing;
  if (held.length === 0) return NONE;
  return held.map((id) => {
    const rule = state.policy.exclusions.find((e) => e.id === id);
    const record = state.recorded.get(id) ?? null;
    const why =
      record !== null
        ? `Recorded by hand${record.reason === null ? '' : `: ${record.reason}`}`
        : conditionText(rule?.when ?? { kind: 'always' });
    return {
      id,
      title: rule?.title ?? id,
      recorded: record !== null,
      reason: record?.reason ?? null,
      reasons: [{ text: why, cites: rule?.cites ?? [] }],
    };
  });
}
