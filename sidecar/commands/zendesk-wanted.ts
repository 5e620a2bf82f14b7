// What the account must have: the fields of the policies that are named, lie in POLICIES_DIR, or are published.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WEBHOOK_PATH } from '#core/install/account.ts';
import type { Wanted } from '#core/install/change.ts';
import { wantedFields } from '#core/install/wanted-fields.ts';
import { compilePolicy } from '#core/policy/compile.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Problem } from '#core/policy/problem.ts';
import { readPolicy } from '#core/policy/read.ts';
import { runningSidecar, toolSettings } from './ask.ts';
import { holidaysFor, readText } from './files.ts';
import { problemLines } from './print.ts';
import { BadUse, NoAnswer } from './status.ts';

/** Arguments that `plan` and `apply` share. */
export const WANTED_ARGS = {
  policies: {
    type: 'positional',
    required: false,
    description: 'Policy files; default: those of POLICIES_DIR, else those that the running sidecar has published',
  },
  endpoint: {
    type: 'string',
    description: 'Where Zendesk reaches the sidecar; default: as the webhook has it already',
    valueHint: 'https://HOST/webhooks/zendesk',
  },
  json: { type: 'boolean', description: 'Print data only' },
} as const;

/** @throws BadUse, or NoAnswer where a policy has faults. */
export async function wantedOf(files: readonly string[], endpoint: string | undefined): Promise<Wanted> {
  const policies: Policy[] = [];
  for (const { name, text } of await textsOf(files)) policies.push(await compiled(name, text));
  return { fields: wantedFields(policies), endpoint: endpoint === undefined ? null : webhookAddress(endpoint) };
}

/** The address of the sidecar alone is enough: its path is always the same. @throws BadUse */
function webhookAddress(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new BadUse(`--endpoint ${text} is not an address: write https://HOST${WEBHOOK_PATH}`);
  const url = new URL(text);
  return url.pathname === '/' ? `${url.origin}${WEBHOOK_PATH}` : text;
}

interface PolicyText {
  readonly name: string;
  readonly text: string;
}

async function textsOf(files: readonly string[]): Promise<readonly PolicyText[]> {
  const { policiesDir } = toolSettings();
  const named = files.length > 0 ? files : policiesDir === null ? null : await policiesOf(policiesDir);
  if (named !== null) return Promise.all(named.map(async (name) => ({ name, text: await readText(name) })));
  const { policies } = await runningSidecar().ask<{ policies: readonly { id: string; state: string; text: string }[] }>(
    'query Policies { policies { id state text } }',
  );
  const published = policies.filter(({ state }) => state === 'PUBLISHED');
  if (published.length === 0)
    throw new NoAnswer('the sidecar has no published policy: name policy files, or publish one');
  return published.map(({ id, text }) => ({ name: id, text }));
}

async function policiesOf(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => {
    throw new BadUse(`POLICIES_DIR ${folder} cannot be read`);
  });
  return names.filter((name) => /(?<!\.scenarios)\.ya?ml$/.test(name)).map((name) => join(folder, name));
}

async function compiled(name: string, text: string): Promise<Policy> {
  const read = readPolicy(text, { file: name });
  if (read.kind === 'faults') throw unusable(name, read.problems);
  const found = compilePolicy(read.document, { holidays: holidaysFor(read.document), version: 0 });
  if (found.kind === 'faults') throw unusable(name, found.problems);
  return found.policy;
}

function unusable(name: string, problems: readonly Problem[]): NoAnswer {
  return new NoAnswer(`${name} is not a policy yet:\n${problems.map((each) => problemLines(name, each)).join('\n')}`);
}
