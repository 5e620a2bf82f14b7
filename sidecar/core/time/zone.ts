// Zones: the one place where local time becomes an instant, by tables that are read from the engine once a page.
import { CalendarError } from './errors.ts';
import { DAY, PAGE } from './civil.ts';

/** Offsets of one page. `offsets[i]` holds from `at[i - 1]` (as instants) and `localFrom[i - 1]` (as local times) on. */
interface ZonePage {
  readonly at: readonly number[];
  readonly localFrom: readonly number[];
  readonly offsets: readonly number[];
}

/** Local times lie up to a day from UTC, and steady offsets look ahead: a page knows the changes of four days round it. */
const MARGIN = 4 * DAY;

/** A time zone as tables. Local times are milliseconds of the wall clock, counted as if it were UTC. */
export class Zone {
  readonly name: string;
  private readonly pages = new Map<number, ZonePage>();
  private lastNumber = Number.NaN;
  private lastPage: ZonePage | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** The wall clock at an instant. */
  localOf(t: number): number {
    const page = this.page(Math.floor(t / PAGE));
    let i = 0;
    while (i < page.at.length && t >= page.at[i]!) i++;
    return t + page.offsets[i]!;
  }

  /**
   * The instant of a local time: one that is skipped moves forward by the gap, of one that is repeated the first. Both mean
   * the offset from before the change, so a new offset holds only from the later of its two local readings on.
   */
  instantOf(local: number): number {
    const page = this.page(Math.floor(local / PAGE));
    let i = 0;
    while (i < page.localFrom.length && local >= page.localFrom[i]!) i++;
    return local - page.offsets[i]!;
  }

  /** Whether the local date of this day number occurs: zones that cross the date line skip one. */
  hasDay(dayNo: number): boolean {
    return this.instantOf(dayNo * DAY) < this.instantOf((dayNo + 1) * DAY);
  }

  /**
   * The offset of every local time from this day's start until `days` later, or NaN when it changes in between: then each
   * local time must be asked for itself.
   */
  steadyOffset(dayNo: number, days: number): number {
    const local = dayNo * DAY;
    const page = this.page(Math.floor(local / PAGE));
    let i = 0;
    while (i < page.localFrom.length && local >= page.localFrom[i]!) i++;
    return i < page.localFrom.length && page.localFrom[i]! < local + days * DAY ? Number.NaN : page.offsets[i]!;
  }

  private page(number: number): ZonePage {
    if (number === this.lastNumber && this.lastPage !== undefined) return this.lastPage;
    let page = this.pages.get(number);
    if (page === undefined) {
      page = readOffsets(this.name, number * PAGE - MARGIN, (number + 1) * PAGE + MARGIN);
      this.pages.set(number, page);
    }
    this.lastNumber = number;
    this.lastPage = page;
    return page;
  }
}

function readOffsets(name: string, from: number, to: number): ZonePage {
  let moment: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(name);
  let offset = offsetOf(moment);
  const at: number[] = [];
  const localFrom: number[] = [];
  const offsets = [offset];
  while ((moment = moment.getTimeZoneTransition('next')) !== null && moment.epochMilliseconds <= to) {
    const next = offsetOf(moment);
    if (next === offset) continue;
    at.push(moment.epochMilliseconds);
    localFrom.push(moment.epochMilliseconds + Math.max(offset, next));
    offsets.push(next);
    offset = next;
  }
  return { at, localFrom, offsets };
}

function offsetOf(moment: Temporal.ZonedDateTime): number {
  return moment.offsetNanoseconds / 1e6;
}

/** Zones are the same for everybody and never change while the process lives: their tables are read once. */
const zones = new Map<string, Zone>();

/**
 * The zone of an IANA name, written as IANA writes it.
 * @throws {CalendarError} for anything else: offsets, paths, unknown names, names in another case.
 */
export function zoneNamed(name: unknown, path: string): Zone {
  if (typeof name !== 'string')
    throw new CalendarError(path, 'a time zone is missing; write an IANA name such as Europe/Berlin');
  const known = zones.get(name);
  if (known !== undefined) return known;
  const canonical = canonicalName(name);
  if (canonical !== name) {
    const mend = canonical === undefined ? 'write an IANA name such as Europe/Berlin' : `write ${canonical}`;
    throw new CalendarError(path, `${JSON.stringify(name)} is not a time zone; ${mend}`);
  }
  const zone = new Zone(name);
  zones.set(name, zone);
  return zone;
}

/** The engine reads names in any case, offsets and whole timestamps: only a plain name in its own spelling is one. */
function canonicalName(name: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(name)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
