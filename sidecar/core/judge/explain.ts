// A judgement in words, for the command line and for logs: the same reasons that the sidebar shows.
import type { EpochMs } from '#core/facts/facts.ts';
import type { Judgement, Reason, TimerJudgement } from './judgement.ts';
import { durationText } from './words.ts';

/** One row: a heading, what holds, and why. */
export interface ExplainedRow {
  readonly head: string;
  readonly text: string;
  readonly why: readonly string[];
}

/** Rows in the order in which an agent asks: whose customer, what is owed, until when, who acts. Instants in `timeZone`. */
export function explain(j: Judgement, timeZone: string): ExplainedRow[] {
  const rows: ExplainedRow[] = [
    { head: 'tier', text: j.tier.title, why: [] },
    { head: 'coverage', text: coverageText(j), why: reasons(j.coverage.reasons) },
    { head: 'requester', text: words(j.requester.verdict), why: reasons(j.requester.reasons) },
    { head: 'channel', text: j.channel.used ?? 'not known', why: reasons(j.channel.reasons) },
  ];
  if (j.priority !== null)
    rows.push({ head: 'priority', text: `${j.priority.id} ${j.priority.title}`, why: reasons(j.priority.reasons) });
  if (j.level !== null)
    rows.push({ head: 'level', text: `${j.level.id}, ${j.level.owner}`, why: reasons(j.level.reasons) });
  if (j.route !== null) rows.push({ head: 'route', text: j.route.contact, why: reasons(j.route.reasons) });
  rows.push({ head: 'hours', text: hoursText(j, timeZone), why: [] });
  for (const t of j.timers) rows.push({ head: t.metric, text: timerText(t, timeZone), why: reasons(t.reasons) });
  for (const { id, number, carried = 0, used, ...a } of j.allowances)
    rows.push({ head: 'allowance', text: `${used} of ${number + carried} ${words(id)} used`, why: reasons(a.reasons) });
  for (const d of j.duties) rows.push({ head: 'duty', text: `${d.title}: ${d.state}`, why: reasons(d.reasons) });
  if (j.intake.required > 0)
    rows.push({ head: 'intake', text: `${j.intake.provided} of ${j.intake.required}`, why: reasons(j.intake.reasons) });
  for (const e of j.exclusions) rows.push({ head: 'exclusion', text: e.title, why: reasons(e.reasons) });
  for (const s of j.escalation.steps)
    rows.push({ head: 'step', text: `${s.title}: ${s.state}`, why: reasons(s.reasons) });
  for (const a of j.advice)
    rows.push({ head: 'advice', text: a.text, why: a.cites.length === 0 ? [] : [cited(a.cites)] });
  rows.push({ head: 'tags', text: j.wantedTags.join(' '), why: [] });
  return rows;
}

function words(word: string): string {
  return word.replaceAll('_', ' ');
}

function cited(cites: readonly string[]): string {
  return `[${cites.join(', ')}]`;
}

function reasons(list: readonly Reason[]): string[] {
  return list.map((r) => (r.cites.length === 0 ? r.text : `${r.text} ${cited(r.cites)}`));
}

function coverageText(j: Judgement): string {
  const fee = j.coverage.fee;
  return words(j.coverage.verdict) + (fee === null ? '' : `, ${fee.amount} ${fee.currency} so far at ${fee.rate}`);
}

function hoursText(j: Judgement, timeZone: string): string {
  const until = j.hours.until === null ? '' : ` until ${localText(j.hours.until, timeZone)}`;
  return `${j.hours.open ? 'open' : 'closed'}${until}${j.hours.clock === null ? '' : ` on ${j.hours.clock}`}`;
}

function timerText(t: TimerJudgement, timeZone: string): string {
  const due = t.dueAt === null ? '' : ` due ${localText(t.dueAt, timeZone)}`;
  const left = t.remainingMs === null ? '' : `, ${durationText(t.remainingMs)} left`;
  const met = t.metAt === null ? '' : `, met ${localText(t.metAt, timeZone)}`;
  return `${words(t.state)}${due}${left}${met} (${t.targetText} on ${t.clock}, ${t.strength})`;
}

/** `2026-03-02 09:00` in the zone. */
export function localText(at: EpochMs, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}
