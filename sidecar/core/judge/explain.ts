// A judgement in words, for the command line: the same reasons that the sidebar shows.
import type { EpochMs } from '#core/facts/facts.ts';
import type { Judgement, Reason, TimerJudgement } from './judgement.ts';
import { durationText } from './words.ts';

/** One row: a heading, what holds, and why. */
export interface ExplainedRow {
  readonly head: string;
  readonly text: string;
  readonly why: readonly string[];
}

/**
 * Rows in the order in which an agent asks: whose customer, what is owed, until when, who acts; with every reason of the
 * judgement. Instants are local ones of `timeZone` (IANA), to the minute.
 */
export function explain(judgement: Judgement, timeZone: string): ExplainedRow[] {
  const local = (at: EpochMs): string => localText(at, timeZone);
  const { tier, requester, channel, priority, route, intake, wantedTags } = judgement;
  return [
    row('tier', tier.title),
    row('coverage', coverageText(judgement), [
      ...judgement.coverage.reasons,
      ...(judgement.coverage.fee?.reasons ?? []),
    ]),
    row('requester', words(requester.verdict), requester.reasons),
    row('channel', channel.used ?? 'not known', channel.reasons),
    ...each(priority, ({ id, title, reasons }) => row('priority', `${id} ${title}`, reasons)),
    ...levelRows(judgement),
    ...each(route, ({ contact, reasons }) => row('route', contact, reasons)),
    row('hours', hoursText(judgement, local)),
    ...judgement.timers.map((timer) => row(timer.metric, timerText(timer, local), timer.reasons)),
    ...each(judgement.silence, (asked) =>
      row('silence', `${words(asked.do)} since ${local(asked.dueAt)}`, asked.reasons),
    ),
    ...judgement.credits.map(({ text, reasons }) => row('credit', text, reasons)),
    ...judgement.allowances.map(({ id, number, carried = 0, used, reasons }) =>
      row('allowance', `${used} of ${number + carried} ${words(id)} used`, reasons),
    ),
    ...judgement.duties.map(({ title, state, reasons }) => row('duty', `${title}: ${state}`, reasons)),
    ...(intake.required > 0 ? [row('intake', `${intake.provided} of ${intake.required}`, intake.reasons)] : []),
    ...judgement.exclusions.map(({ title, reasons }) => row('exclusion', title, reasons)),
    ...judgement.escalation.steps.map(({ title, state, reasons }) => row('step', `${title}: ${state}`, reasons)),
    ...each(judgement.defect, ({ reference, state }) => row('defect', `${reference}: ${state}`)),
    ...judgement.notices.map(({ kind, from, to, lead, reasons }) =>
      row('notice', `${words(kind)} from ${local(from)} to ${local(to)}, lead ${lead}`, reasons),
    ),
    ...each(judgement.downtime, ({ from, to, now }) =>
      row('downtime', `${now ? 'now, ' : ''}from ${local(from)} to ${local(to)}`),
    ),
    ...judgement.advice.map(({ text, cites }) => ({
      ...row('advice', text),
      why: cites.length === 0 ? [] : [cited(cites)],
    })),
    row('tags', wantedTags.join(' ')),
  ];
}

function row(head: string, text: string, reasons: readonly Reason[] = []): ExplainedRow {
  return { head, text, why: reasons.map((reason) => reasonText(reason)) };
}

/** No row where there is nothing. */
function each<Part>(part: Part | null, rowOf: (part: Part) => ExplainedRow): ExplainedRow[] {
  return part === null ? [] : [rowOf(part)];
}

function levelRows({ level }: Judgement): ExplainedRow[] {
  if (level === null) return [];
  return [
    row('level', `${level.id}, ${level.owner}`, level.reasons),
    ...level.handOffs.map(({ to, open, reasons }) => row('hand-off', `${to}: ${open ? 'open' : 'closed'}`, reasons)),
  ];
}

function words(word: string): string {
  return word.replaceAll('_', ' ');
}

function cited(cites: readonly string[]): string {
  return `[${cites.join(', ')}]`;
}

function reasonText({ text, cites }: Reason): string {
  return cites.length === 0 ? text : `${text} ${cited(cites)}`;
}

function coverageText({ coverage: { verdict, fee } }: Judgement): string {
  return words(verdict) + (fee === null ? '' : `, ${fee.amount} ${fee.currency} so far at ${fee.rate}`);
}

type Local = (at: EpochMs) => string;

function hoursText({ hours }: Judgement, local: Local): string {
  const until = hours.until === null ? '' : ` until ${local(hours.until)}`;
  return `${hours.open ? 'open' : 'closed'}${until}${hours.clock === null ? '' : ` on ${hours.clock}`}`;
}

function timerText(timer: TimerJudgement, local: Local): string {
  const due = timer.dueAt === null ? '' : ` due ${local(timer.dueAt)}`;
  const left = timer.remainingMs === null ? '' : `, ${durationText(timer.remainingMs)} left`;
  const met = timer.metAt === null ? '' : `, met ${local(timer.metAt)}`;
  return `${words(timer.state)}${due}${left}${met} (${timer.targetText} on ${timer.clock}, ${timer.strength})`;
}

/** `2026-03-02 09:00` in the zone. */
function localText(at: EpochMs, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}
