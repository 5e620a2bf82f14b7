/** The folder of policies: published when the sidecar starts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor, Log } from '#flow/ports.ts';
import { publishFiles } from '#flow/publish.ts';

/** A policy file that cannot be published: `file:line:column: problem`, a line each. */
export class PolicyFault extends Error {
  override name = 'PolicyFault';
}

const SYSTEM: Actor = { id: 'sidecar', name: 'sidecar', role: 'system', proven: true };

/**
 * Publishes every `.yaml` file of the folder that is not a file of scenarios.
 * @throws PolicyFault naming the file and place of each fault.
 */
export async function publishFolder(
  folder: string,
  ports: Parameters<typeof publishFiles>[2],
  log: Log,
): Promise<void> {
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name) && !/\.scenarios\.ya?ml$/.test(name));
  const files = names.toSorted().map((name) => ({ name, text: textOf(join(folder, name)) }));
  for (const { name, outcome, isEarlier } of await publishFiles(files, SYSTEM, ports)) {
    if (outcome === 'unchanged') continue;
    if (outcome === 'superseded') {
      log.info({ file: name }, 'a policy file is not published: another version was published by hand since it was');
      continue;
    }
    if (outcome.kind === 'refused')
      throw new PolicyFault(faultsOf(join(folder, name), outcome.problems, outcome.message));
    const { id: policy, version } = outcome.value;
    if (isEarlier)
      log.warn(
        { policy, version, file: name },
        'an earlier text of a policy file was published again: was it put back, or has this process an older folder than others?',
      );
    else log.info({ policy, version }, 'policy published from its file');
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'no reason is given';
    throw new PolicyFault(`${path} cannot be read (${why}): POLICIES_DIR holds files that this user may read`);
  }
}

function faultsOf(
  file: string,
  problems: readonly { readonly message: string; readonly line?: number | null; readonly column?: number | null }[],
  message: string,
): string {
  if (problems.length === 0) return `${file}: ${message}`;
  return problems
    .map((each) => `${file}:${String(each.line ?? 1)}:${String(each.column ?? 1)}: ${each.message}`)
    .join('\n');
}
