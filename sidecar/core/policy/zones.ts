// Whether a text is the name of a time zone: the time module decides, from its one table of zones.
import { CalendarError, compileCalendar } from '#core/time/time.ts';
import type { Context } from './context.ts';
import type { Path } from './problem.ts';

/** Says where a zone is none. */
export function checkZone(context: Context, zone: string | undefined, path: Path): void {
  const fault = zone === undefined ? null : zoneFault(zone);
  if (fault !== null) context.fault(path, 'calendar', fault, null);
}

/** Why a text is not the name of a time zone, with the way to mend it; null: it is one. */
export function zoneFault(zone: string): string | null {
  try {
    compileCalendar({ timeZone: zone, open: {} });
    return null;
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    return error.message.replace(/^timeZone: /, '');
  }
}
