// The tags and the priority that Zendesk should show: names that people's triggers rely on.
import type { Judgement } from '#core/judge/judgement.ts';
import { holds } from '#core/judge/conditions.ts';
import { versionState } from '#core/judge/products.ts';
import { unverified } from '#core/judge/requester.ts';
import type { State } from '#core/judge/state.ts';
import { atRisk } from '#core/judge/timers.ts';

type Verdicts = Omit<Judgement, 'nextAt' | 'wantedTags' | 'wantedPriority'>;

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

/** Tags that the ticket should carry, sorted. */
export function wantedTags(state: State, verdicts: Verdicts): string[] {
  const tags = new Set<string>([`tier_${verdicts.tier.id}`]);
  if (verdicts.priority !== null) tags.add(`priority_${verdicts.priority.id.toLowerCase()}`);
  if (verdicts.level !== null) {
    tags.add(`level_${verdicts.level.id.replace(/^L(?=\d)/u, '').toLowerCase()}`);
    tags.add(`owner_${verdicts.level.owner}`);
  }
  if (verdicts.coverage.verdict === 'not_covered') tags.add('not_covered');
  if (verdicts.coverage.verdict === 'limited') tags.add('limited_cover');
  if (verdicts.coverage.verdict === 'billable') tags.add('billable');
  if (unverified(state)) tags.add('contact_unverified');
  if (!verdicts.channel.allowed) tags.add('channel_not_included');
  if (verdicts.intake.provided < verdicts.intake.required) tags.add('info_missing');
  for (const exclusion of verdicts.exclusions) tags.add(`exclusion_${exclusion.id}`);
  for (const step of verdicts.escalation.steps) if (step.state === 'taken') tags.add(`escalated_${step.id}`);
  if (verdicts.timers.some((t) => atRisk(state, t))) tags.add('sla_at_risk');
  if (breached(state, verdicts)) tags.add('sla_breached');
  if (verdicts.defect !== null) tags.add('defect_reported');
  if (versionState(state, null) === 'ended') tags.add('version_ended');
  if (verdicts.silence !== null) tags.add(`silence_${verdicts.silence.do}`);
  addPolicyTags(state, tags);
  return [...tags].sort();
}

/** From a breach on, also after it was met late; never for best effort (G11). */
function breached(state: State, verdicts: Verdicts): boolean {
  return (
    state.everBreached ||
    verdicts.timers.some((t) => t.strength !== 'best_effort' && (t.state === 'breached' || t.state === 'breached_met'))
  );
}

/** Tags that the policy itself gives: with a duty, a route, or a condition. */
function addPolicyTags(state: State, tags: Set<string>): void {
  for (const duty of state.policy.duties.values())
    if (duty.tag !== null && state.duties.has(duty.id)) tags.add(duty.tag);
  const route = state.policy.routes.find((r) => holds(r.when, state));
  if (route?.tag != null) tags.add(route.tag);
  for (const rule of state.policy.tags) if (holds(rule.when, state)) tags.add(rule.tag);
}

/** Zendesk's priority that the ticket should have; null: nothing is written. */
export function wantedPriority(verdicts: Verdicts): string | null {
  return verdicts.priority?.zendesk ?? null;
}
