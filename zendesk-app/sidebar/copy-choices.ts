// What can be copied by `c` and a second key: the due time, the receipt, a contact's address.
import type { Sidebar } from './context.ts';
import { reachable } from './counts.ts';
import { receiptText } from './receipt-text.ts';
import { fullInstantText } from './text/instant.ts';
import { byUrgency } from './timer-view.ts';

export interface CopyChoice {
  /** The second key. */
  readonly key: string;
  readonly text: string;
}

/** What this ticket has of it; contacts in the order of their fold, nine at most. */
export function copyChoices(sidebar: Sidebar): CopyChoice[] {
  const due = dueText(sidebar);
  const { route, level, named } = reachable(sidebar.support);
  const addresses = [route, ...level, ...named].flatMap((person) => person?.email ?? person?.phone ?? []);
  return [
    ...(due === null ? [] : [{ key: 'd', text: due }]),
    ...(sidebar.support.timers.length > 0 ? [{ key: 'h', text: receiptText(sidebar) }] : []),
    ...addresses.slice(0, 9).map((text, index) => ({ key: String(index + 1), text })),
  ];
}

/** `First response: due Mon 2 Mar 2026, 14:02 GMT` of the most urgent timer; null: nothing is due. */
export function dueText({ t, support, now, zone }: Sidebar): string | null {
  const timer = byUrgency(support.timers, now).find(
    (view) => view.timer.dueAt !== null && view.timer.metAt === null,
  )?.timer;
  if (!timer?.dueAt) return null;
  return `${timer.title}: ${t('timer.due', { time: fullInstantText(Date.parse(timer.dueAt), zone) })}`;
}
