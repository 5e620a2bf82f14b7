/** Internal notes: one for each breach, escalation and follow-up, known by its cause so that it is written once. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { Judgement, Reason, TimerJudgement } from '#core/judge/judgement.ts';
import { isBreached } from '#core/judge/timers.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { WantedNote } from './ports/tickets.ts';

interface Note extends WantedNote {
  /** The instant that caused it. */
  readonly at: EpochMs;
  /** Somebody still waits for what was promised. */
  readonly stands?: boolean;
}

/** Of what was broken before the sidecar was there, so much is still news. */
const NEWS_MS = 24 * 60 * 60_000;
/** A note that comes this much after its instant says so. */
const LATE_MS = 60_000;

/**
 * Notes that stand to be written, and the causes that are answered for without one: `fired` before, or older than the
 * sidecar itself (`installedAt`), which must not comment on the past, unless it was broken that day and still is.
 */
export function notesOf(
  judgement: Judgement,
  policy: Policy,
  fired: ReadonlySet<string>,
  installedAt: EpochMs,
): { readonly wanted: readonly WantedNote[]; readonly tooOld: readonly string[] } {
  const open = causes(judgement, policy).filter(({ cause }) => !fired.has(cause));
  const isNews = ({ at, stands }: Note): boolean => at >= installedAt - (stands === true ? NEWS_MS : 0);
  return {
    wanted: open
      .filter(isNews)
      .map(({ cause, text, at }) => ({ cause, text: judgement.at - at > LATE_MS ? `${text} ${lateWords(at)}` : text })),
    tooOld: open.filter((note) => !isNews(note)).map(({ cause }) => cause),
  };
}

/** Whether such a cause tells of a breach. */
export function isOfBreach({ cause }: WantedNote): boolean {
  return cause.startsWith('breached/');
}

function causes(judgement: Judgement, policy: Policy): readonly Note[] {
  return [
    ...judgement.timers.flatMap(breach),
    ...judgement.timers.flatMap((timer) => followUp(timer, policy)),
    ...judgement.escalation.steps.flatMap((step): readonly Note[] =>
      step.takenAt === null
        ? []
        : [
            {
              cause: `escalated/${step.id}/${String(step.takenAt)}`,
              at: step.takenAt,
              text: `Escalated to ${step.title}.${contactWords(step.contacts)}${words(step.reasons)}`,
            },
          ],
    ),
  ];
}

/** A wait that begins anew is another cause; another priority or tier of the same wait is not. */
function breach(timer: TimerJudgement): readonly Note[] {
  if (!isBreached(timer) || timer.strength === 'best_effort' || timer.dueAt === null) return [];
  return [
    {
      cause: `breached/${timer.metric}/${String(timer.startedAt)}`,
      at: timer.dueAt,
      stands: timer.state === 'breached',
      text: `${timer.title} was due at ${instant(timer.dueAt)} (${timer.targetText}) and is breached.${words(timer.reasons)}`,
    },
  ];
}

/** A promise that a bad rating starts asks somebody to act: they hear of it at once. */
function followUp(timer: TimerJudgement, policy: Policy): readonly Note[] {
  const starts = policy.metrics.get(timer.metric)?.starts ?? [];
  if (!starts.some(({ on }) => on === 'rating')) return [];
  const due = timer.dueAt === null ? '' : ` until ${instant(timer.dueAt)}`;
  return [
    {
      cause: `started/${timer.metric}/${String(timer.startedAt)}`,
      at: timer.startedAt,
      text: `${timer.title} is asked for${due}.${words(timer.reasons)}`,
    },
  ];
}

function words(reasons: readonly Reason[]): string {
  const cites = [...new Set(reasons.flatMap((reason) => reason.cites))];
  return cites.length === 0 ? '' : ` [${cites.join(', ')}]`;
}
function contactWords(contacts: readonly { readonly title: string; readonly name: string | null }[]): string {
  const names = contacts.map(({ title, name }) => name ?? title);
  return names.length === 0 ? '' : ` Contact: ${names.join(', ')}.`;
}
function lateWords(at: EpochMs): string {
  return `(Noticed late: it happened at ${instant(at)}.)`;
}
/** To the second, UTC. */
function instant(at: EpochMs): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
