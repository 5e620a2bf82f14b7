// `tierline policy publish FILE [--note TEXT]`: checked here, kept as a draft by the sidecar, published; the new version is printed.
import { basename } from 'node:path';
import { defineCommand } from 'citty';
import { compilePolicy } from '#core/policy/compile.ts';
import type { Problem } from '#core/policy/problem.ts';
import { readPolicy } from '#core/policy/read.ts';
import { runningSidecar } from './ask.ts';
import { holidaysFor, readText } from './files.ts';
import { paint, problemLines } from './print.ts';
import { FINE, NO } from './status.ts';

interface Refused {
  readonly __typename: 'Refused';
  readonly code: string;
  readonly message: string;
  readonly problems: readonly {
    readonly message: string;
    readonly line: number | null;
    readonly column: number | null;
  }[];
}
interface Version {
  readonly __typename: 'PolicyVersion';
  readonly id: string;
  readonly version: number;
  readonly title: string;
}

interface Standing {
  readonly policy: { readonly version: number; readonly state: string; readonly text: string } | null;
}

const RESULT = `__typename
  ... on PolicyVersion { id version title }
  ... on Refused { code message problems { message line column } }`;
const DRAFT = `mutation Draft($text: String!) { result: savePolicyDraft(text: $text) { ${RESULT} } }`;
const PUBLISH = `mutation Publish($id: ID!, $version: Int!, $note: String!, $moveOpen: Boolean!) {
  result: publishPolicy(id: $id, version: $version, note: $note, moveOpen: $moveOpen) { ${RESULT} }
}`;
const PUBLISHED = `query Published($id: ID!) { policy(id: $id) { version state text } }`;

export const publish = defineCommand({
  args: {
    file: { type: 'positional', description: 'The policy file; - is standard input' },
    note: {
      type: 'string',
      description: 'What changes and why, for the list of versions; default: the name of the file',
      valueHint: 'text',
    },
    'move-open': { type: 'boolean', description: 'Tickets that are open now move to the new version too' },
    json: { type: 'boolean', description: 'Print data only' },
  },
  run: async ({ args }) => {
    const file = args._[0] ?? '';
    const note = args.note?.trim() || `Published from ${file === '-' ? 'standard input' : basename(file)}`;
    const text = await readText(file);
    const json = args.json === true;
    const checked = await check(file, text);
    if (checked.kind === 'faults') {
      if (json) print({ file, published: null, code: 'POLICY_INVALID', problems: checked.problems });
      else for (const fault of checked.problems) console.log(problemLines(file, fault));
      return NO;
    }
    const sidecar = runningSidecar();
    const { policy } = await sidecar.ask<Standing>(PUBLISHED, { id: checked.id });
    if (policy?.state === 'PUBLISHED' && policy.text === text) {
      if (json) print({ file, published: { id: checked.id, version: policy.version }, unchanged: true, problems: [] });
      else {
        console.log(`${checked.id} version ${String(policy.version)} is this text already: nothing to publish`);
        if (args['move-open'] === true)
          console.log(
            '    no ticket moves by that; restorePolicy of this version with moveOpen moves those that are open',
          );
      }
      return FINE;
    }
    const draft = (await sidecar.ask<{ result: Version | Refused }>(DRAFT, { text })).result;
    if (draft.__typename === 'Refused') return refused(file, draft, json);
    const { id, version } = draft;
    const done = (
      await sidecar.ask<{ result: Version | Refused }>(PUBLISH, {
        id,
        version,
        note,
        moveOpen: args['move-open'] === true,
      })
    ).result;
    if (done.__typename === 'Refused') return refused(file, done, json);
    if (json) print({ file, published: { id, version: done.version }, unchanged: false, problems: [] });
    else console.log(paint('green', `${id} version ${String(done.version)} is published: ${done.title}`));
    return FINE;
  },
});

type Check =
  { readonly kind: 'ok'; readonly id: string } | { readonly kind: 'faults'; readonly problems: readonly Problem[] };

/** Errors only: warnings do not stop a publication. */
async function check(file: string, text: string): Promise<Check> {
  const read = readPolicy(text, { file });
  if (read.kind === 'faults') return read;
  const compiled = compilePolicy(read.document, { holidays: holidaysFor(read.document), version: 0 });
  return compiled.kind === 'faults' ? compiled : { kind: 'ok', id: compiled.policy.id };
}

function refused(file: string, { code, message, problems }: Refused, json: boolean): number {
  if (json) print({ file, published: null, code, message, problems });
  else {
    for (const each of problems)
      console.log(`${paint('bold', `${file}:${String(each.line ?? 1)}:${String(each.column ?? 1)}:`)} ${each.message}`);
    console.log(paint('red', `not published (${code}): ${message}`));
    if (code === 'CONFLICT')
      console.log('    compare with what is published now (tierline policy diff), then publish again');
  }
  return NO;
}

const print = (data: object): void => console.log(JSON.stringify(data, null, 2));
