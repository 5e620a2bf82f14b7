// The door of the time module: a calendar in policy form, compiled once, answers every question about working time.
export { compileCalendar } from './compile.ts';
export { CalendarError, NeverOpensError } from './errors.ts';
export type {
  BusinessDayOptions,
  Calendar,
  CalendarSpan,
  CloseOptions,
  CountedSpan,
  EpochMs,
  LocalDate,
  NamedCalendars,
  Window,
} from './calendar.ts';
export type {
  CalendarDefinition,
  DateSource,
  LeafDefinition,
  OpenHours,
  UnionDefinition,
  Windows,
} from './definition.ts';
