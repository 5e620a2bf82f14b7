// What the sidecar said against an act, in the agent's words: with titles where it names things by their ids.
import type { TicketSupport } from '#schema/generated/support.ts';
import type { ActResult } from '../api/sidecar.ts';
import type { Translate } from './text/messages.ts';

/** Null: it was done. `support`: what is shown, for titles; null: nothing is. */
export function refusalText(result: ActResult, t: Translate, support: TicketSupport | null): string | null {
  switch (result.kind) {
    case 'done':
      return null;
    case 'refused':
      return t('act.refused', {
        message: support ? withTitles(result.refused.message, support) : result.refused.message,
      });
    case 'fault':
      return result.code === 'FORBIDDEN' ? t('act.unauthorized') : t('act.refused', { message: result.message });
    case 'unauthorized':
    case 'unreachable':
      return t('act.failed');
  }
}

/** Ids of two words or more, such as `root_cause_report`, by the titles of what the ticket shows; other words stay. */
export function withTitles(text: string, { duties, escalation, timers, exclusions, choices }: TicketSupport): string {
  const named = [
    ...duties,
    ...escalation.steps,
    ...timers.map(({ metric: id, title }) => ({ id, title })),
    ...exclusions,
    ...[choices.exclusions, choices.services, choices.startTimers].flat(),
  ];
  const titles = new Map(named.map(({ id, title }) => [id, title]));
  return text.replace(/\b[a-z]+(?:_[a-z0-9]+)+\b/gu, (id) => titles.get(id) ?? id);
}
