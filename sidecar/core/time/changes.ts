// Where the clock changes: openings and closings before and after an instant, over the edges of pages.
import type { EpochMs } from './calendar.ts';
import { DAY, SEARCH_PAGES, dayNumber } from './civil.ts';
import type { Clock } from './clock.ts';

/** Instants of the years 1 to 9999: what a date with four digits can name. */
export const FIRST_INSTANT = dayNumber(1, 1, 1) * DAY;
export const LAST_INSTANT = dayNumber(10_000, 1, 1) * DAY;

/** `t` itself while open, else the next opening; null when there is none within 50 years. */
export function nextOpening(clock: Clock, t: EpochMs): EpochMs | null {
  let page = clock.pageOf(t);
  const i = page.find(t);
  if (i < page.count) return Math.max(t, page.opens[i]!);
  for (let n = 0; n < SEARCH_PAGES && page.hi < LAST_INSTANT; n++) {
    page = clock.pageOf(page.hi);
    if (page.count > 0) return page.opens[0]!;
  }
  return null;
}

/** The next instant after `t` at which the clock opens or closes; null when there is none within 50 years. */
export function nextChange(clock: Clock, t: EpochMs): EpochMs | null {
  if (!clock.isOpen(t)) return nextOpening(clock, t);
  let at = t;
  for (let n = 0; n < SEARCH_PAGES; n++) {
    const page = clock.pageOf(at);
    const close = page.closes[page.find(at)]!;
    if (close < page.hi) return close;
    if (page.hi >= LAST_INSTANT) return null;
    if (!clock.isOpen(page.hi)) return close;
    at = page.hi;
  }
  return null;
}

/** The latest opening at or before `t`; null when there is none within 50 years. */
export function lastOpening(clock: Clock, t: EpochMs): EpochMs | null {
  let page = clock.pageOf(t);
  let i = page.find(t);
  if (i === page.count || page.opens[i]! > t) i--;
  for (let n = 0; n < SEARCH_PAGES; n++) {
    if (i >= 0 && (page.opens[i]! > page.lo || !isOpenUpTo(clock, page.lo))) return page.opens[i]!;
    if (page.lo <= FIRST_INSTANT) return null;
    page = clock.pageOf(page.lo - 1);
    i = page.count - 1;
  }
  return null;
}

/** The latest closing at or before `t`; null when there is none within 50 years. */
export function lastClosing(clock: Clock, t: EpochMs): EpochMs | null {
  let page = clock.pageOf(t);
  let i = page.find(t) - 1;
  for (let n = 0; n < SEARCH_PAGES; n++) {
    if (i >= 0) return page.closes[i]!;
    const edge = page.lo;
    if (edge <= FIRST_INSTANT) return null;
    const opensAtEdge = clock.isOpen(edge);
    page = clock.pageOf(edge - 1);
    i = page.count - 1;
    if (opensAtEdge && i >= 0 && page.closes[i] === edge) i--;
  }
  return null;
}

function isOpenUpTo(clock: Clock, edge: EpochMs): boolean {
  return edge > FIRST_INSTANT && clock.isOpen(edge - 1);
}
