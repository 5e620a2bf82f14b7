// Reading what a command line names: text files, `-` for standard input, and policies through all their steps.
import { readFile } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { text } from 'node:stream/consumers';
import { compilePolicy, type Compiled } from '#core/policy/compile.ts';
import { countriesOf, type HolidaySource } from '#core/policy/holidays.ts';
import { readPolicy, type PolicyDocument } from '#core/policy/read.ts';
import type { Problem } from '#core/policy/problem.ts';
import { openHolidays } from '#rim/holidays/holidays.ts';
import { openKeptHolidays } from './kept-holidays.ts';
import { BadUse } from './status.ts';

/** The text of a file, or of standard input for `-`. @throws BadUse where there is none. */
export async function readText(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder, not a file', EACCES: 'it may not be read' }[
      code
    ];
    throw new BadUse(`cannot read ${file}: ${why ?? code}`);
  }
}

export type LoadedPolicy =
  | {
      readonly kind: 'ok';
      readonly document: PolicyDocument;
      readonly compiled: Extract<Compiled, { readonly kind: 'ok' }>;
      readonly problems: readonly Problem[];
    }
  | { readonly kind: 'faults'; readonly problems: readonly Problem[] };

/** Reads and compiles a policy file; the library of public holidays is loaded only when the policy names a country. */
export async function loadPolicy(file: string): Promise<LoadedPolicy> {
  return loadPolicyText(file, await readText(file));
}

/** The same of a text that was read already; `file` is its name in problems. */
export async function loadPolicyText(file: string, written: string): Promise<LoadedPolicy> {
  const read = readPolicy(written, { file });
  if (read.kind === 'faults') return read;
  const compiled = compilePolicy(read.document, { holidays: holidaysFor(read.document), version: 0 });
  if (compiled.kind === 'faults') return { kind: 'faults', problems: [...read.problems, ...compiled.problems] };
  return { kind: 'ok', document: read.document, compiled, problems: [...read.problems, ...compiled.notes.problems] };
}

let holidays: HolidaySource | null = null;

/** Public holidays where the policy names a country; the library is large. */
export function holidaysFor(document: PolicyDocument): HolidaySource {
  return countriesOf(document.text).length === 0 ? () => [] : (holidays ??= holidaysToKeep());
}

function holidaysToKeep(): HolidaySource {
  const folder = getCompileCacheDir();
  if (folder === undefined) return openHolidays();
  const { source, keep } = openKeptHolidays(folder, openHolidays);
  process.once('exit', keep);
  return source;
}
