// Values that conditions compare, and the tests they are put to.
import type { EpochMs, FieldValue } from '#core/facts/facts.ts';
import type { Bound, Subject, Test } from '#core/policy/policy.ts';
import { certificationOf } from './certification.ts';
import { dutyRun, levelOf, ownerOf, type State } from './state.ts';
import { productOf, versionState } from './products.ts';

/** The value of a subject as things stand; null: not known or not set. */
export function valueOf(subject: Subject, state: State): FieldValue {
  switch (subject.of) {
    case 'field':
      return state.fields[subject.field] ?? null;
    case 'ticket':
      return ticketValue(subject.key, state);
    case 'requester':
      return requesterValue(subject.key, state);
    case 'organization':
      return organizationValue(subject.key, state);
    case 'contract':
      return contractValue(subject.key, state);
    case 'ticket_age':
      return state.at - state.facts.opened;
    case 'duty':
      return dutyValue(subject.duty, state);
    case 'intake':
      return state.ask.intakeComplete(state, subject.intake) ? 'complete' : 'missing';
    case 'defect':
      return state.defect?.state ?? null;
    case 'rating':
      return state.rating;
    case 'promise':
      return promiseValue(subject.metric, state);
    case 'step':
      return state.ask.stepState(state, subject.step);
    case 'version':
      return versionState(state, subject.product);
    case 'exclusion':
      return state.standing.exclusions.includes(subject.exclusion);
  }
}

function ticketValue(key: (Subject & { of: 'ticket' })['key'], state: State): FieldValue {
  switch (key) {
    case 'status':
      return state.status;
    case 'channel':
      return state.channel;
    case 'tags':
      return state.tags;
    case 'type':
      return state.type;
    case 'priority':
      return state.standing.priority?.id ?? null;
    case 'tier':
      return state.standing.tier?.id ?? 'none';
    case 'level':
      return levelOf(state)?.id ?? null;
    case 'owner':
      return state.level < 0 ? null : ownerOf(state, state.level);
    case 'service':
      return state.standing.service?.id ?? null;
    case 'coverage':
      return state.standing.coverage;
    case 'product':
      return productOf(state);
    case 'request':
      return state.fields['request'] ?? null;
  }
}

function requesterValue(key: string, state: State): FieldValue {
  const requester = state.requester;
  switch (key) {
    case 'approved':
      return requester.approved;
    case 'role':
      return requester.role ?? null;
    case 'certifiedOn':
      return requester.certifiedOn ?? null;
    case 'certification':
      return certificationOf(state);
    default:
      return requester.extra?.[key] ?? null;
  }
}

function organizationValue(key: string, state: State): FieldValue {
  const organization = state.organization;
  switch (key) {
    case 'users':
      return organization.users ?? null;
    case 'name':
      return organization.name ?? null;
    case 'id':
      return organization.id ?? null;
    case 'timeZone':
      return organization.timeZone ?? null;
    case 'partner':
      return state.contract?.partner ?? null;
    case 'region':
      return organization.extra?.['region'] ?? state.contract?.region ?? null;
    default:
      return organization.extra?.[key] ?? null;
  }
}

function contractValue(key: string, state: State): FieldValue {
  const contract = state.contract;
  if (key === 'exists') return contract !== null;
  if (contract === null) return null;
  switch (key) {
    case 'status':
      return contract.status;
    case 'tier':
      return contract.tier;
    case 'partner':
      return contract.partner ?? null;
    case 'region':
      return contract.region ?? null;
    case 'users':
      return state.organization.users ?? null;
    case 'startsOn':
      return contract.startsOn ?? null;
    case 'endsOn':
      return contract.endsOn ?? null;
    case 'age':
      return contractAge(state);
    default:
      return key.startsWith('entitlement.')
        ? entitlementQuantity(key.slice('entitlement.'.length), state)
        : (contract.extra?.[key] ?? null);
  }
}

function entitlementQuantity(id: string, state: State): FieldValue {
  const entitlements = state.contract?.entitlements;
  if (entitlements === undefined || !Object.hasOwn(entitlements, id)) return null;
  return entitlements[id] ?? true;
}

/** The start of the contract's first day; null: the contract has no start. */
export function contractStart(state: State): EpochMs | null {
  const startsOn = state.contract?.startsOn ?? null;
  const name = state.policy.calendarNames[0];
  if (startsOn === null || name === undefined) return null;
  return state.policy.calendar(name, state.organization).startOfDate(startsOn);
}

function contractAge(state: State): number | null {
  const start = contractStart(state);
  return start === null ? null : state.at - start;
}

function dutyValue(id: string, state: State): FieldValue {
  const run = dutyRun(state, id);
  if (run === null) return null;
  if (run.doneAt === null) return 'open';
  return run.waived ? 'waived' : (run.outcome ?? 'done');
}

function promiseValue(metric: string | null, state: State): FieldValue {
  if (metric === null && state.everBreached) return 'breached';
  const found: string[] = [];
  for (const run of state.runs) {
    if (run === null || (metric !== null && run.track.metric.id !== metric)) continue;
    const now = state.ask.runState(state, run);
    if (now === 'breached' || now === 'breached_met') return 'breached';
    if (now === 'at_risk') found.push('running');
    if (now !== null) found.push(now);
  }
  return found.length === 0 ? null : found;
}

/** Whether a value stands a test. */
export function stands(value: FieldValue, test: Test, state: State): boolean {
  switch (test.kind) {
    case 'in':
      return isOneOf(value, test.values);
    case 'not_in':
      return !isOneOf(value, test.values);
    case 'set':
      return isSet(value) === test.set;
    case 'matches':
      return matches(value, test);
    case 'includes':
      return includes(value, test);
    case 'range':
      return inRange(value, test, state);
  }
}

export function isSet(value: FieldValue): boolean {
  return value !== null && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0);
}

function matches(value: FieldValue, test: Test & { kind: 'matches' }): boolean {
  return typeof value === 'string' ? test.test(value) : Array.isArray(value) && value.some((v) => test.test(v));
}

function includes(value: FieldValue, test: Test & { kind: 'includes' }): boolean {
  const list: readonly string[] = Array.isArray(value) ? value : value === null ? [] : [String(value)];
  return (
    test.all.every((v) => list.includes(v)) &&
    (test.any.length === 0 || test.any.some((v) => list.includes(v))) &&
    !test.none.some((v) => list.includes(v))
  );
}

function isOneOf(value: FieldValue, values: readonly FieldValue[]): boolean {
  if (Array.isArray(value)) return isAnyOneOf(value, values);
  for (const wanted of values) if (sameValue(value, wanted)) return true;
  return false;
}

function isAnyOneOf(list: readonly string[], values: readonly FieldValue[]): boolean {
  for (const value of list) if (isOneOf(value, values)) return true;
  return false;
}

/** A checkbox that was never touched is false; numbers that came as text are numbers. */
function sameValue(value: FieldValue, wanted: FieldValue): boolean {
  if (value === wanted) return true;
  if (wanted === false) return value === null || value === 'false';
  if (wanted === true) return value === 'true';
  if (typeof wanted === 'number' && typeof value === 'string') return value !== '' && Number(value) === wanted;
  return typeof value === 'number' && typeof wanted === 'string' && wanted !== '' && Number(wanted) === value;
}

function inRange(value: FieldValue, test: Test & { kind: 'range' }, state: State): boolean {
  if (value === null || typeof value === 'boolean' || typeof value === 'object') return false;
  return (
    (test.atLeast === null || difference(value, test.atLeast, state) >= 0) &&
    (test.moreThan === null || difference(value, test.moreThan, state) > 0) &&
    (test.atMost === null || difference(value, test.atMost, state) <= 0) &&
    (test.lessThan === null || difference(value, test.lessThan, state) < 0)
  );
}

/** Below zero: the value comes before the bound. NaN, which no comparison holds for: they do not compare, or the bound is not known. */
function difference(value: string | number, bound: NonNullable<Bound>, state: State): number {
  const limit = typeof bound === 'object' ? valueOf(bound.subject, state) : bound;
  if (limit === null || typeof limit === 'boolean' || typeof limit === 'object') return Number.NaN;
  if (typeof limit === 'number' || typeof value === 'number') return Number(value) - Number(limit);
  return value < limit ? -1 : value > limit ? 1 : 0;
}
