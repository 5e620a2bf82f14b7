/** Mutations on one ticket: each becomes one act, and answers with the ticket as it is afterwards. */
import type {
  MutationAgreeInstantArgs,
  MutationCompleteDutyArgs,
  MutationCompleteTimerArgs,
  MutationEscalateArgs,
  MutationHandOffArgs,
  MutationLogAttemptArgs,
  MutationLogSessionArgs,
  MutationLogWorkArgs,
  MutationProvideIntakeArgs,
  MutationRecordExclusionArgs,
  MutationReportDefectArgs,
  MutationRetryWriteBackArgs,
  MutationStartTimerArgs,
  MutationWithdrawExclusionArgs,
} from '#schema/generated/support.ts';
import type { Context, Resolvers } from '../context.ts';
import type { ActWish } from '#flow/act.ts';
import type { Outcome } from '#flow/refused.ts';
import type { SupportView } from '#flow/support.ts';
import { viewToTicketSupport } from '../ticket-support.ts';
import {
  freeTextOrNull,
  instantOf,
  isZendeskId,
  shortText,
  shortTextOrNull,
  statedText,
  webAddress,
  workOf,
} from './arguments.ts';
import { refusedWith, result } from './results.ts';

export const ticketActs: Resolvers<{
  completeDuty: MutationCompleteDutyArgs;
  provideIntake: MutationProvideIntakeArgs;
  handOff: MutationHandOffArgs;
  logAttempt: MutationLogAttemptArgs;
  escalate: MutationEscalateArgs;
  recordExclusion: MutationRecordExclusionArgs;
  withdrawExclusion: MutationWithdrawExclusionArgs;
  startTimer: MutationStartTimerArgs;
  completeTimer: MutationCompleteTimerArgs;
  agreeInstant: MutationAgreeInstantArgs;
  logWork: MutationLogWorkArgs;
  logSession: MutationLogSessionArgs;
  reportDefect: MutationReportDefectArgs;
  retryWriteBack: MutationRetryWriteBackArgs;
}> = {
  completeDuty: (_parent, { ticketId, duty, outcome, note }, context) =>
    act(context, ticketId, {
      kind: 'duty',
      duty: shortText('duty', duty),
      outcome: shortTextOrNull('outcome', outcome),
      note: freeTextOrNull('note', note),
    }),
  provideIntake: (_parent, { ticketId, item, value }, context) =>
    act(context, ticketId, { kind: 'intake', item: shortText('item', item), value: freeTextOrNull('value', value) }),
  handOff: (_parent, { ticketId, toLevel, note }, context) =>
    act(context, ticketId, { kind: 'handOff', to: shortText('toLevel', toLevel), note: freeTextOrNull('note', note) }),
  logAttempt: (_parent, { ticketId, step, outcome }, context) =>
    act(context, ticketId, {
      kind: 'attempt',
      step: shortText('step', step),
      outcome: outcome === 'REACHED' ? 'reached' : 'not_reached',
    }),
  escalate: (_parent, { ticketId, step, reason }, context) =>
    act(context, ticketId, { kind: 'escalate', step: shortText('step', step), reason: statedText('reason', reason) }),
  recordExclusion: (_parent, { ticketId, exclusion, reason }, context) =>
    act(context, ticketId, {
      kind: 'exclusion',
      exclusion: shortText('exclusion', exclusion),
      reason: statedText('reason', reason),
    }),
  withdrawExclusion: (_parent, { ticketId, exclusion, reason }, context) =>
    act(context, ticketId, {
      kind: 'withdrawExclusion',
      exclusion: shortText('exclusion', exclusion),
      reason: statedText('reason', reason),
    }),
  startTimer: (_parent, { ticketId, metric }, context) =>
    act(context, ticketId, { kind: 'start', metric: shortText('metric', metric) }),
  completeTimer: (_parent, { ticketId, metric }, context) =>
    act(context, ticketId, { kind: 'complete', metric: shortText('metric', metric) }),
  agreeInstant: (_parent, { ticketId, metric, dueAt }, context) =>
    act(context, ticketId, { kind: 'agree', metric: shortText('metric', metric), due: instantOf(dueAt) }),
  logWork: (_parent, { ticketId, service, duration }, context) =>
    act(context, ticketId, { kind: 'work', service: shortText('service', service), ms: workOf(duration) }),
  logSession: (_parent, { ticketId, url }, context) =>
    act(context, ticketId, { kind: 'session', url: webAddress('url', url) }),
  reportDefect: (_parent, { ticketId, title, details }, context) =>
    onTicket(ticketId, () =>
      context.services.reportDefect({
        ticketId,
        title: statedText('title', title).slice(0, 250),
        details: freeTextOrNull('details', details),
        by: context.actor,
        key: context.nextKey(),
      }),
    ),
  retryWriteBack: (_parent, { ticketId }, { services, actor }) =>
    onTicket(ticketId, () => services.retryWriteBack(ticketId, actor)),
};

function act({ services, actor, nextKey }: Context, ticketId: string, wish: ActWish): Promise<unknown> {
  return onTicket(ticketId, () => services.act({ ticketId, wish, by: actor, key: nextKey() }));
}

async function onTicket(ticketId: string, work: () => Promise<Outcome<SupportView>>): Promise<unknown> {
  if (!isZendeskId(ticketId)) return refusedWith('NOT_FOUND', 'There is no such ticket.');
  return result(await work(), viewToTicketSupport);
}
