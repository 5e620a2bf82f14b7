// The tags and the priority that Zendesk should show: names that people's triggers rely on.
import type { Judgement, TimerJudgement, Verdicts } from '#core/judge/judgement.ts';
import { firstHolding, holds } from '#core/judge/conditions.ts';
import type { Policy } from '#core/policy/policy.ts';
import { versionState } from '#core/judge/products.ts';
import { unverified } from '#core/judge/requester.ts';
import { levelOf, type State } from '#core/judge/state.ts';
import { isAtRisk, isBreached } from '#core/judge/timers.ts';

/** Every tag of the vocabulary begins with one of these or is one of them; tags of people are never touched. */
export const TAG_PREFIXES = [
  'tier_',
  'priority_p',
  'level_',
  'owner_',
  'exclusion_',
  'escalated_',
  'silence_',
] as const;
export const TAG_WORDS = [
  'not_covered',
  'limited_cover',
  'billable',
  'contact_unverified',
  'channel_not_included',
  'info_missing',
  'sla_at_risk',
  'sla_breached',
  'defect_reported',
  'restoration',
  'version_ended',
  'quote_required',
] as const;

export function isOfVocabulary(tag: string): boolean {
  return TAG_WORDS.some((word) => word === tag) || TAG_PREFIXES.some((prefix) => tag.startsWith(prefix));
}

/** Tags of the vocabulary that the policy can give to a ticket: exactly these, where a prefix would take people's own too. */
export function vocabularyOf(policy: Policy): ReadonlySet<string> {
  return new Set([
    ...TAG_WORDS,
    'tier_none',
    ...[...policy.tiers.values()].map(tierTag),
    ...policy.priorities.map(priorityTag),
    ...policy.levels.map(levelTag),
    ...Object.values(OWNER_TAGS),
    ...policy.exclusions.map(({ id }) => `exclusion_${id}`),
    ...policy.escalation.map(({ id }) => `escalated_${id}`),
    ...policy.silence.map(silenceTag),
    ...[...policy.tiers.values()].flatMap(({ silence }) => silence.map(silenceTag)),
  ]);
}

/** Tags that the ticket should carry, sorted. */
export function wantedTags(state: State, verdicts: Verdicts): string[] {
  const { tier, priority } = state.standing;
  const level = levelOf(state);
  const tags = new SortedTags();
  tags.add(tier === null ? 'tier_none' : tierTag(tier));
  if (priority !== null) tags.add(priorityTag(priority));
  if (level !== null && verdicts.level !== null) {
    tags.add(levelTag(level));
    tags.add(OWNER_TAGS[verdicts.level.owner]);
  }
  if (verdicts.coverage.verdict === 'not_covered') tags.add('not_covered');
  if (verdicts.coverage.verdict === 'limited') tags.add('limited_cover');
  if (verdicts.coverage.verdict === 'billable') tags.add('billable');
  if (unverified(state)) tags.add('contact_unverified');
  if (!verdicts.channel.allowed) tags.add('channel_not_included');
  if (verdicts.intake.provided < verdicts.intake.required) tags.add('info_missing');
  for (const exclusion of verdicts.exclusions) tags.add(`exclusion_${exclusion.id}`);
  for (const step of verdicts.escalation.steps) if (step.state === 'taken') tags.add(`escalated_${step.id}`);
  if (anyAtRisk(state, verdicts.timers)) tags.add('sla_at_risk');
  if (breached(state, verdicts)) tags.add('sla_breached');
  if (verdicts.defect !== null) tags.add('defect_reported');
  if (versionState(state, null) === 'ended') tags.add('version_ended');
  if (verdicts.silence !== null) tags.add(silenceTag(verdicts.silence));
  addPolicyTags(state, tags);
  return tags.list;
}

const tierTag = spelled((tier) => `tier_${tier}`);
const levelTag = spelled((level) => `level_${level.replace(/^L(?=\d)/u, '').toLowerCase()}`);
const priorityTag = spelled((priority) => `priority_${priority.toLowerCase()}`);

/** An act may be written in words: in Zendesk a space or a comma would make two tags of it. */
function silenceTag(rule: { readonly do: string }): string {
  return `silence_${rule.do.toLowerCase().replace(/[^\p{L}\p{N}_-]+/gu, '_')}`;
}

const OWNER_TAGS = { vendor: 'owner_vendor', partner: 'owner_partner', customer: 'owner_customer' };

/** Spells the tag of each tier, level and priority once. */
function spelled(spell: (id: string) => string): (of: { readonly id: string }) => string {
  const known = new WeakMap<object, string>();
  return (of) => {
    let tag = known.get(of);
    if (tag === undefined) known.set(of, (tag = spell(of.id)));
    return tag;
  };
}

/** Each tag once, in order. There are few: moving them costs less than sorting them. */
class SortedTags {
  readonly list: string[] = [];

  add(tag: string): void {
    const { list } = this;
    let at = list.length;
    while (at > 0 && list[at - 1]! > tag) at -= 1;
    if (at > 0 && list[at - 1] === tag) return;
    list.push(tag);
    for (let i = list.length - 1; i > at; i -= 1) list[i] = list[i - 1]!;
    list[at] = tag;
  }
}

/** From a breach on, also after it was met late; never for best effort (G11). */
function breached(state: State, verdicts: Verdicts): boolean {
  return state.everBreached || verdicts.timers.some((timer) => timer.strength !== 'best_effort' && isBreached(timer));
}

function anyAtRisk(state: State, timers: readonly TimerJudgement[]): boolean {
  for (const timer of timers) if (isAtRisk(state, timer)) return true;
  return false;
}

/** Tags that the policy itself gives: with a duty, a route, or a condition. */
function addPolicyTags(state: State, tags: SortedTags): void {
  for (let place = 0; place < state.duties.length; place += 1) {
    const tag = state.lists.duties[place]?.tag ?? null;
    if (tag !== null && state.duties[place] !== null) tags.add(tag);
  }
  const route = firstHolding(state.policy.routes, state);
  if (route?.tag != null) tags.add(route.tag);
  for (const rule of state.policy.tags) if (holds(rule.when, state)) tags.add(rule.tag);
}

/** Zendesk's priority that the ticket should have; null: nothing is written. */
export function wantedPriority(verdicts: Verdicts): Judgement['wantedPriority'] {
  return verdicts.priority?.zendesk ?? null;
}
