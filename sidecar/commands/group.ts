// A command that holds others. What help says of each stands here, so that help loads none of them.
import type { ArgsDef, CommandDef } from 'citty';

/** A command that does something. */
export type Doing = CommandDef<ArgsDef>;

export interface Group {
  readonly commands: Readonly<Record<string, Entry>>;
}
export interface Entry {
  readonly description: string;
  /** Asked when it is called. */
  readonly load: () => Promise<Group | Doing>;
}

export function entry<Args extends ArgsDef>(description: string, load: () => Promise<Group | CommandDef<Args>>): Entry {
  return { description, load: load as Entry['load'] };
}
