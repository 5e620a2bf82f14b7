/** Contracts: checked against the policy that they name, kept as a new revision, and all their tickets looked at again. */
import type { ContractTerms } from '#core/facts/contract.ts';
import { zoneFault } from '#core/policy/zones.ts';
import type { Contracts, PolicyRegistry } from './ports/policies.ts';
import type { Actor, Directory } from './ports/store.ts';
import type { Zendesk } from './ports/zendesk.ts';
import { done, refused } from './refused.ts';
import type { Outcome, RefusedProblem } from './refused.ts';
import { contractViewOf } from './support.ts';
import type { ContractView } from './support.ts';

export interface ContractWish {
  readonly terms: Omit<ContractTerms, 'extra'> & { readonly extra?: ContractTerms['extra'] };
  /** Revision that was read; null: whatever stands. */
  readonly read: number | null;
  readonly by: Actor;
}
export interface ContractPorts {
  readonly contracts: Contracts;
  readonly registry: PolicyRegistry;
  readonly directory: Directory;
  readonly zendesk: Pick<Zendesk, 'organization'>;
}
/** A contract that was put, with what is odd about it. */
export interface PutContract extends ContractView {
  readonly problems: readonly RefusedProblem[];
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

export async function putContract(
  { terms, read, by }: ContractWish,
  ports: ContractPorts,
): Promise<Outcome<PutContract>> {
  const problems = problemsOf(terms, ports.registry);
  if (problems.length > 0) {
    return refused('BAD_USER_INPUT', problems.map(({ message }) => message).join(' '), problems);
  }
  const put = await ports.contracts.put({ extra: {}, ...terms }, read, by);
  if ('conflict' in put) {
    return refused('CONFLICT', `The contract was changed meanwhile: it stands at revision ${String(put.conflict)}.`);
  }
  const { name, problems: odd } = await organizationNamed(terms.organizationId, ports);
  return done({ ...contractViewOf(put, name, ports.registry), problems: odd });
}

/** Nobody waits longer for the name: the contract is kept already. */
const NAME_WITHIN_MS = 2_000;

/** The organization's name where it is known or Zendesk tells it soon. That Zendesk has none is told, not refused: it may be made later. */
async function organizationNamed(
  id: string,
  { directory, zendesk }: ContractPorts,
): Promise<{ readonly name: string | null; readonly problems: readonly RefusedProblem[] }> {
  const kept = await directory.organization(id);
  if (kept !== null) return { name: kept.organization.name, problems: [] };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), NAME_WITHIN_MS)));
  const answer = await Promise.race([zendesk.organization(id), late]).finally(() => clearTimeout(timer));
  if (answer?.ok === true) {
    await directory.keepOrganization(answer.value);
    return { name: answer.value.name, problems: [] };
  }
  if (answer?.failure.kind !== 'gone') return { name: null, problems: [] };
  return {
    name: null,
    problems: [
      { path: 'organizationId', message: `Zendesk has no organization ${id}: the contract waits until it has.` },
    ],
  };
}

function problemsOf(terms: ContractWish['terms'], registry: PolicyRegistry): readonly RefusedProblem[] {
  const problems: RefusedProblem[] = [];
  const fault = (path: string, message: string): void => void problems.push({ path, message });
  const policy = registry.current(terms.policyId);
  if (policy === null) {
    fault('policy', `No policy ${terms.policyId} is published; there are: ${registry.ids().join(', ') || 'none'}.`);
    return problems;
  }
  if (!policy.tiers.has(terms.tier)) {
    fault('tier', `The policy has no tier ${terms.tier}; it has: ${[...policy.tiers.keys()].join(', ')}.`);
  }
  for (const id of Object.keys(terms.entitlements)) {
    if (!policy.entitlements.has(id)) fault('entitlements', `The policy has no entitlement ${id}.`);
  }
  for (const [path, date] of [
    ['startsOn', terms.startsOn],
    ['endsOn', terms.endsOn],
    ...terms.holidays.map((each) => ['holidays', each] as const),
    ...terms.contacts.map(({ certifiedOn }) => ['contacts.certifiedOn', certifiedOn ?? null] as const),
  ] as const) {
    if (date !== null && !isDate(date)) fault(path, `${date} is not a date: write YYYY-MM-DD.`);
  }
  if (terms.startsOn !== null && terms.endsOn !== null && terms.startsOn > terms.endsOn) {
    fault('endsOn', 'The contract ends before it starts.');
  }
  const zone = terms.timeZone === null ? null : zoneFault(terms.timeZone);
  if (zone !== null) fault('timeZone', `${zone}.`);
  return problems;
}

function isDate(text: string): boolean {
  const at = DATE.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}
