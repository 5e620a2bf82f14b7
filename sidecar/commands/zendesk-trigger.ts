// `tierline zendesk trigger TRIGGER.json TICKET.json`: which of a trigger's conditions hold when the sidecar writes its tags.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { defineCommand } from 'citty';
import { z } from 'zod';
import type { TriggerCondition } from '#core/install/account.ts';
import { tryTrigger, type BenchLine, type BenchResult, type BenchTicket } from '#core/install/trigger-bench.ts';
import type { Policy } from '#core/policy/policy.ts';
import { asItIs, asWeWouldWrite, parseJson } from './bench-ticket.ts';
import { loadPolicy, readText } from './files.ts';
import { paint, problemLines } from './print.ts';
import { BadUse, FINE, NO, NoAnswer } from './status.ts';

export const trigger = defineCommand({
  args: {
    trigger: { type: 'positional', description: "The trigger as Zendesk's API shows it; - is standard input" },
    ticket: {
      type: 'positional',
      description: "The ticket: Zendesk's JSON, or { ticket, contract, requester, events, at }",
    },
    policy: {
      type: 'string',
      description: "Policy file that judges it; default: the sample that the ticket's contract names",
      valueHint: 'file',
    },
    created: { type: 'boolean', description: 'The update creates the ticket' },
    at: {
      type: 'string',
      description: "The instant to judge at; default: the ticket's own, else now",
      valueHint: '2026-03-02T09:00:00Z',
    },
    json: { type: 'boolean', description: 'Print data only' },
  },
  run: async ({ args }) => {
    const [triggerFile = '', ticketFile = ''] = args._;
    if (triggerFile === '-' && ticketFile === '-') throw new BadUse('only one of the two files can be standard input');
    const wanted = readTrigger(triggerFile, await readText(triggerFile));
    const text = await readText(ticketFile);
    const before = asItIs(ticketFile, text);
    const policy = await policyFor(args.policy, ticketFile, text);
    const after =
      policy === null
        ? before
        : asWeWouldWrite(ticketFile, text, before, policy, args.at ?? Temporal.Now.instant().toString());
    const result = tryTrigger(wanted, args.created === true ? null : before, after);
    if (args.json === true)
      console.log(
        JSON.stringify(
          { fires: result.fires, policy: policy?.id ?? null, tags: after.tags, conditions: result.lines },
          null,
          2,
        ),
      );
    else report(before, after, result, policy);
    return result.fires === 'holds' ? FINE : NO;
  },
});

const condition = z.object({ field: z.string(), operator: z.string(), value: z.unknown().optional() });
const conditions = z.object({ all: z.array(condition).nullish(), any: z.array(condition).nullish() });
const triggerFileShape = z.union([
  z.object({ trigger: z.object({ conditions }) }).transform((file) => file.trigger.conditions),
  z.object({ conditions }).transform((file) => file.conditions),
  conditions.refine(({ all, any }) => all != null || any != null),
]);

function readTrigger(
  file: string,
  text: string,
): { readonly all: readonly TriggerCondition[]; readonly any: readonly TriggerCondition[] } {
  const read = triggerFileShape.safeParse(parseJson(file, text));
  if (!read.success)
    throw new BadUse(`${file} is no trigger: it has no conditions { all, any } with field, operator and value`);
  const words = (list: z.output<typeof conditions>['all']): readonly TriggerCondition[] =>
    (list ?? []).map(({ field, operator, value }) => ({ field, operator, value: value ?? null }));
  return { all: words(read.data.all), any: words(read.data.any) };
}

const SAMPLES = join(import.meta.dirname, '../policies');
const named = z.looseObject({ contract: z.looseObject({ policy: z.string() }) });

/** The policy that is named, else the sample that the ticket's contract names; null: the ticket's own tags are taken as they are. */
async function policyFor(file: string | undefined, ticketFile: string, text: string): Promise<Policy | null> {
  if (file !== undefined) return compiled(file);
  const read = named.safeParse(parseJson(ticketFile, text));
  if (!read.success) return null;
  const wanted = `${read.data.contract.policy}.yaml`;
  if (!(await readdir(SAMPLES)).includes(wanted))
    throw new BadUse(`the policy ${read.data.contract.policy} is none of the samples: give its file with --policy`);
  return compiled(join(SAMPLES, wanted));
}

async function compiled(file: string): Promise<Policy> {
  const loaded = await loadPolicy(file);
  if (loaded.kind === 'ok') return loaded.compiled.policy;
  throw new NoAnswer(loaded.problems.map((problem) => problemLines(file, problem)).join('\n'));
}

const MARKS = { holds: ['green', '✓'], fails: ['red', '✗'], unknown: ['yellow', '?'] } as const;
const LAST = {
  holds: 'The trigger fires.',
  fails: 'The trigger does not fire.',
  unknown: 'Whether the trigger fires cannot be told: the ticket file lacks what is marked ?',
} as const;

function report(before: BenchTicket, after: BenchTicket, { lines, fires }: BenchResult, policy: Policy | null): void {
  const added = after.tags.filter((tag) => !before.tags.includes(tag));
  const removed = before.tags.filter((tag) => !after.tags.includes(tag));
  if (policy === null) console.log(`tags as the file has them: ${after.tags.join(' ') || 'none'}`);
  else
    console.log(
      `${policy.title} would write: ${[...added.map((tag) => `+${tag}`), ...removed.map((tag) => `-${tag}`)].join(' ') || 'no tag'}`,
    );
  for (const line of lines) console.log(lineOf(line));
  const [colour] = MARKS[fires];
  console.log(paint(colour, LAST[fires]));
}

function lineOf({ condition: { field, operator, value }, list, verdict, because }: BenchLine): string {
  const [colour, mark] = MARKS[verdict];
  const words = [field, operator, value === null ? '' : JSON.stringify(value)].filter((word) => word !== '').join(' ');
  return `${paint(colour, mark)} ${list}: ${words}  ${paint('dim', because)}`;
}
