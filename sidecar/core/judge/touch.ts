// Which parts of a policy's conditions an event can touch at all, so that a mere comment costs almost nothing.
import type { Bound, Condition, Policy, Subject, Test } from '#core/policy/policy.ts';
import { oncePer } from './once.ts';

/** Bits: what an event changed. */
export const STATUS = 1;
export const FIELDS = 2;
export const HAND = 4;
/** Contract, requester, organization. */
export const PARTIES = 8;
/** Acts, and whatever of the ticket is none of the others. */
export const ACTS = 16;
/** Time passed. Always set; only some policies ask. */
export const TIME = 32;

/** A condition asks for what follows from conditions: looking once may not be enough. */
export const ITSELF = 64;

/** What the conditions of a policy depend on. */
export interface Reach {
  readonly standing: number;
  readonly duties: number;
  readonly waits: number;
}

export const reachOf = oncePer((policy: Policy): Reach => {
  const tiers = [...policy.tiers.values()];
  const standing = bitsIn([
    policy.priorities,
    policy.services,
    policy.exclusions,
    policy.entitlements,
    tiers.map((t) => [t.inForce, t.services, t.fees, t.allowances]),
  ]);
  const quantities = [...policy.entitlements.values()].reduce((bits, { quantity }) => bits | testBits(quantity), 0);
  const duties = bitsIn([policy.duties, policy.levels, policy.requesters]);
  const waits = bitsIn([tiers.map((t) => t.promises), policy.metrics]);
  return {
    standing:
      standing |
      quantities |
      (FIELDS * Number(policy.topicField !== null || policy.products.size > 0)) |
      HAND |
      PARTIES |
      ACTS,
    duties: duties | ACTS,
    waits,
  };
});

/** Every condition anywhere in a value, and what it asks for. */
function bitsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (value instanceof Map) return bitsIn([...value.values()]);
  if (Array.isArray(value)) return value.reduce<number>((bits, part) => bits | bitsIn(part), 0);
  if (isCondition(value)) return bitsOf(value);
  return bitsIn(Object.values(value));
}

const KINDS = new Set(['all', 'any', 'not', 'always', 'compare', 'time', 'dissatisfied', 'attempts', 'since']);

function isCondition(value: object): value is Condition {
  return (
    'kind' in value && KINDS.has(String(value.kind)) && ('of' in value || 'text' in value || value.kind === 'always')
  );
}

function bitsOf(condition: Condition): number {
  switch (condition.kind) {
    case 'always':
      return 0;
    case 'all':
    case 'any':
      return condition.of.reduce((bits, part) => bits | bitsOf(part), 0);
    case 'not':
      return bitsOf(condition.of);
    case 'compare':
      return subjectBits(condition.subject) | testBits(condition.test);
    case 'time':
      return condition.instant === 'now' ? TIME : condition.instant === 'started' ? ITSELF : 0;
    case 'dissatisfied':
      return ACTS | FIELDS;
    case 'attempts':
    case 'since':
      return ACTS | TIME;
  }
}

function testBits(test: Test | null): number {
  if (test?.kind !== 'range') return 0;
  return [test.atLeast, test.moreThan, test.atMost, test.lessThan].reduce<number>((bits, b) => bits | boundBits(b), 0);
}

function boundBits(bound: Bound): number {
  return typeof bound === 'object' && bound !== null ? subjectBits(bound.subject) : 0;
}

function subjectBits(subject: Subject): number {
  switch (subject.of) {
    case 'field':
      return FIELDS;
    case 'ticket':
      return ticketBits(subject.key);
    case 'requester':
      return subject.key === 'certification' ? PARTIES | TIME : PARTIES;
    case 'organization':
      return PARTIES;
    case 'contract':
      return subject.key === 'age' ? PARTIES | TIME : PARTIES;
    case 'ticket_age':
    case 'version':
      return TIME | FIELDS | ACTS;
    case 'promise':
    case 'step':
      return TIME | FIELDS | ACTS | ITSELF;
    case 'intake':
      return FIELDS | ACTS | ITSELF;
    default:
      return ACTS | FIELDS | PARTIES | ITSELF;
  }
}

function ticketBits(key: (Subject & { of: 'ticket' })['key']): number {
  switch (key) {
    case 'status':
      return STATUS;
    case 'channel':
    case 'tags':
    case 'type':
    case 'product':
    case 'request':
      return FIELDS | HAND | PARTIES | ACTS;
    default:
      return FIELDS | HAND | PARTIES | ACTS | ITSELF;
  }
}
