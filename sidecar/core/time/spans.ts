// Spans: a stretch of time cut where the calendar opens, closes, or would have opened but for a closed date.
import type { CalendarSpan, EpochMs } from './calendar.ts';
import type { Clock } from './clock.ts';
import type { Page } from './page.ts';

/** Time lost to closed dates, by page: receipts ask for it, due times do not. */
const lostByPage = new WeakMap<Page, readonly number[]>();

/** See `Calendar.spans`. */
export function spansOf(clock: Clock, from: EpochMs, to: EpochMs): CalendarSpan[] {
  const spans: CalendarSpan[] = [];
  let at = from;
  while (at < to) {
    const page = clock.pageOf(at);
    const end = Math.min(to, page.hi);
    coverPage(spans, page, lostOf(clock, page), at, end);
    at = end;
  }
  return spans;
}

function lostOf(clock: Clock, page: Page): readonly number[] {
  let lost = lostByPage.get(page);
  if (lost === undefined) {
    lost = clock.lostOn(page);
    lostByPage.set(page, lost);
  }
  return lost;
}

/** Open and lost intervals never overlap: whichever comes first is next, and between them it is closed. */
function coverPage(spans: CalendarSpan[], page: Page, lost: readonly number[], from: EpochMs, to: EpochMs): void {
  let i = page.find(from);
  let j = firstEndingAfter(lost, from);
  let at = from;
  while (at < to) {
    const open = i < page.count ? page.opens[i]! : page.hi;
    const gone = j < lost.length ? lost[j]! : page.hi;
    const next = Math.min(open, gone);
    if (next > at) {
      append(spans, at, Math.min(next, to), 'closed');
      at = next;
    } else if (open <= gone) {
      append(spans, at, Math.min(page.closes[i]!, to), 'open');
      at = page.closes[i++]!;
    } else {
      append(spans, at, Math.min(lost[j + 1]!, to), 'holiday');
      at = lost[j + 1]!;
      j += 2;
    }
  }
}

function firstEndingAfter(flat: readonly number[], t: EpochMs): number {
  let low = 0;
  let high = flat.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (flat[2 * middle + 1]! > t) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}

/** Spans of one kind that touch, as at a page's edge, are one. */
function append(spans: CalendarSpan[], from: EpochMs, to: EpochMs, kind: CalendarSpan['kind']): void {
  const last = spans.at(-1);
  if (last !== undefined && last.kind === kind && last.to === from)
    spans[spans.length - 1] = { from: last.from, to, kind };
  else spans.push({ from, to, kind });
}
