// A receipt in words, for the panel and as lines to paste elsewhere.
import type { Span, Timer } from '#schema/generated/support.ts';
import type { Sidebar } from './context.ts';
import { durationText } from './text/duration.ts';
import { instantText, sameDay } from './text/instant.ts';

/** All receipts of the ticket as plain lines. */
export function receiptText(sidebar: Sidebar): string {
  return sidebar.support.timers.map((timer) => plainReceipt(timer, sidebar)).join('\n\n');
}

export function headingOf(timer: Timer, { t }: Sidebar): string {
  return t('receipt.heading', { title: timer.title, target: timer.targetText, clock: timer.clock });
}

export function spanText(span: Span, { now, zone }: Sidebar): string {
  const from = Date.parse(span.from);
  const to = Date.parse(span.to);
  // The second time needs a day only where it is another day than the first.
  return `${instantText(from, now, zone)} – ${instantText(to, sameDay(from, to, zone) ? to : now, zone)}`;
}

export function sumText(timer: Timer, { t, now, zone }: Sidebar): string {
  const total = timer.receipt.filter((span) => span.counted).reduce((all, span) => all + lengthOf(span), 0);
  const sum = durationText(total, zone.locale);
  return timer.dueAt
    ? t('receipt.sum', { sum, time: instantText(Date.parse(timer.dueAt), now, zone) })
    : t('receipt.sumOnly', { sum });
}

/** Ms of a span. */
export function lengthOf(span: Span): number {
  return Date.parse(span.to) - Date.parse(span.from);
}

function plainReceipt(timer: Timer, sidebar: Sidebar): string {
  const { t, zone } = sidebar;
  const spans = timer.receipt.map((span) => {
    const counted = span.counted ? durationText(lengthOf(span), zone.locale) : t('receipt.notCounted');
    return `${spanText(span, sidebar)}  ${t(`receipt.${span.kind}`)}  ${counted}`;
  });
  return [headingOf(timer, sidebar), ...spans, sumText(timer, sidebar)].join('\n');
}
