// Whether a text is the name of a time zone: the time module decides, from its one table of zones.
import { CalendarError, compileCalendar } from '#core/time/time.ts';
import type { Context } from './context.ts';
import type { Path } from './problem.ts';

/** Says where a zone is none. */
export function checkZone(context: Context, zone: string | undefined, path: Path): void {
  if (zone === undefined) return;
  try {
    compileCalendar({ timeZone: zone, open: {} });
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    context.fault(path, 'calendar', error.message.replace(/^timeZone: /, ''), null);
  }
}
