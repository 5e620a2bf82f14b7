/** The sample policies, compiled once for a test file. */
import { readFile } from 'node:fs/promises';
import { compilePolicy } from '#core/policy/compile.ts';
import type { Policy } from '#core/policy/policy.ts';
import { readPolicy } from '#core/policy/read.ts';
import { loadHolidays } from '#rim/holidays/holidays.ts';

/** The ids of all sample policies. */
export const SAMPLES = ['nextplane', 'starleaf', 'zynstra', 'pexip', 'chevah'] as const;

const compiled = new Map<string, Promise<Policy>>();

/** `nextplane`, `starleaf` …, as version 1. Throws with the problems of a policy that does not compile. */
export function samplePolicy(id: string): Promise<Policy> {
  const policy = compiled.get(id) ?? compileSample(id);
  compiled.set(id, policy);
  return policy;
}

/** The same, compiled anew. */
export async function compileSample(id: string): Promise<Policy> {
  const file = `sidecar/policies/${id}.yaml`;
  const read = readPolicy(await readFile(file, 'utf8'), { file });
  if (read.kind === 'faults') throw new Error(`${file}: ${JSON.stringify(read.problems)}`);
  const result = compilePolicy(read.document, { holidays: await loadHolidays(), version: 1 });
  if (result.kind === 'faults') throw new Error(`${file}: ${JSON.stringify(result.problems)}`);
  return result.policy;
}
