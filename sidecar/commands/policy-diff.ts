// `tierline policy diff OLD NEW`: what changes for customers, in the words of the agreement.
import { defineCommand } from 'citty';
import { changeLine, diffPolicies, type PolicyChange } from '#core/policy/diff.ts';
import { loadPolicy } from './files.ts';
import { paint, problemLines } from './print.ts';
import { FINE, NO } from './status.ts';

export const diff = defineCommand({
  args: {
    old: { type: 'positional', description: 'The policy as it was' },
    new: { type: 'positional', description: 'The policy as it shall be' },
    json: { type: 'boolean', description: 'Print data only' },
  },
  run: async ({ args }) => {
    const [before = '', after = ''] = args._;
    const [a, b] = [await loadPolicy(before), await loadPolicy(after)];
    if (a.kind === 'faults' || b.kind === 'faults') {
      for (const [file, side] of [
        [before, a],
        [after, b],
      ] as const) {
        if (side.kind === 'faults') for (const problem of side.problems) console.error(problemLines(file, problem));
      }
      return NO;
    }
    const changes = diffPolicies(
      { policy: a.compiled.policy, text: a.document.text },
      { policy: b.compiled.policy, text: b.document.text },
    );
    if (args.json === true) console.log(JSON.stringify(changes, null, 2));
    else for (const line of report(changes)) console.log(line);
    return FINE;
  },
});

function report(changes: readonly PolicyChange[]): readonly string[] {
  if (changes.length === 0) return ['no change'];
  return changes.map((change) =>
    paint(({ added: 'green', removed: 'red', changed: 'yellow' } as const)[change.kind], changeLine(change)),
  );
}
