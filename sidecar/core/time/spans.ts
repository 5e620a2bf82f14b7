// Spans: a stretch of time cut where the calendar opens, closes, or would have opened but for a closed date.
import type { CalendarSpan, CountedSpan, EpochMs } from './calendar.ts';
import type { Clock } from './clock.ts';
import type { Page } from './page.ts';

/** Time lost to closed dates, by page: receipts ask for it, due times do not. */
const lostByPage = new WeakMap<Page, readonly number[]>();

/** See `Calendar.spans`. */
export function spansOf(clock: Clock, from: EpochMs, to: EpochMs): CalendarSpan[] {
  const spans: CountedSpan[] = [];
  addSpans(clock, spans, from, to, false);
  return spans.map((span) => ({ from: span.from, to: span.to, kind: span.kind as CalendarSpan['kind'] }));
}

/** See `Calendar.addSpans`. */
export function addSpans(clock: Clock, list: CountedSpan[], from: EpochMs, to: EpochMs, wall: boolean): void {
  let at = from;
  while (at < to) {
    const page = clock.pageOf(at);
    const end = Math.min(to, page.hi);
    const seam = list.length;
    coverPage(list, page, lostOf(clock, page), at, end, wall);
    if (at > from) join(list, seam);
    at = end;
  }
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
function coverPage(
  list: CountedSpan[],
  page: Page,
  lost: readonly number[],
  from: EpochMs,
  to: EpochMs,
  wall: boolean,
): void {
  let i = page.find(from);
  let j = firstEndingAfter(lost, from);
  let at = from;
  while (at < to) {
    const open = i < page.count ? page.opens[i]! : page.hi;
    const gone = j < lost.length ? lost[j]! : page.hi;
    const next = Math.min(open, gone);
    if (next > at) {
      list.push({ from: at, to: Math.min(next, to), kind: 'closed', counted: wall });
      at = next;
    } else if (open <= gone) {
      list.push({ from: at, to: Math.min(page.closes[i]!, to), kind: 'open', counted: true });
      at = page.closes[i++]!;
    } else {
      list.push({ from: at, to: Math.min(lost[j + 1]!, to), kind: 'holiday', counted: wall });
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

/** What a page's edge cut apart is one span: those before and at the seam, where they are of one kind. */
function join(list: CountedSpan[], seam: number): void {
  const before = list[seam - 1]!;
  const after = list[seam]!;
  if (before.kind === after.kind) list.splice(seam - 1, 2, { ...before, to: after.to });
}
