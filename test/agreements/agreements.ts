/** Agreements that are not sample policies, compiled: for tests that want policies of every kind. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePolicy } from '#core/policy/compile.ts';
import type { Policy } from '#core/policy/policy.ts';
import { readPolicy } from '#core/policy/read.ts';
import { loadHolidays } from '#rim/holidays/holidays.ts';

const HERE = import.meta.dirname;
const holidays = await loadHolidays();

export const AGREEMENTS: readonly string[] = readdirSync(HERE).flatMap((file) => /^(\w+)\.yaml$/.exec(file)?.[1] ?? []);

/** As version 1. Throws with the problems of one that does not compile. */
export function agreement(name: string): Policy {
  const read = readPolicy(readFileSync(join(HERE, `${name}.yaml`), 'utf8'), { file: `${name}.yaml` });
  if (read.kind === 'faults') throw new Error(`${name}: ${JSON.stringify(read.problems)}`);
  const result = compilePolicy(read.document, { holidays, version: 1 });
  if (result.kind === 'faults') throw new Error(`${name}: ${JSON.stringify(result.problems)}`);
  return result.policy;
}
