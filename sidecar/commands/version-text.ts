// A version of a policy as text: what a thread can be given and compiles for itself.
import { compilePolicy } from '#core/policy/compile.ts';
import type { Policy } from '#core/policy/policy.ts';
import { readPolicy } from '#core/policy/read.ts';
import { frozenHolidays } from '#flow/frozen-holidays.ts';
import { holidaysFor } from './files.ts';
import { NoAnswer } from './status.ts';

export interface VersionText {
  /** As it is told to people: a file's name, or a version. */
  readonly name: string;
  readonly text: string;
  readonly version: number;
  /** Public holidays kept with its publication; null: those that the library gives today. */
  readonly frozen: string | null;
}

/** @throws NoAnswer where this program cannot read it */
export async function compileVersion({ name, text, version, frozen }: VersionText): Promise<Policy> {
  const read = readPolicy(text, { file: name });
  if (read.kind === 'faults') throw new NoAnswer(`${name} can no longer be read`);
  const holidays = frozen === null ? await holidaysFor(read.document) : frozenHolidays(frozen);
  const compiled = compilePolicy(read.document, { holidays, version });
  if (compiled.kind === 'faults') throw new NoAnswer(`${name} can no longer be read`);
  return compiled.policy;
}
