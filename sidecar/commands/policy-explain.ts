// `tierline policy explain POLICY TICKET.json`: the judgement of one ticket in words, with its reasons and clauses.
import { defineCommand } from 'citty';
import type { Policy } from '#core/policy/policy.ts';
import { explain as explainJudgement, type ExplainedRow } from '#core/judge/explain.ts';
import { choices } from '#core/judge/choices.ts';
import { judge } from '#core/judge/judge.ts';
import { instantOf, ScenarioFault } from '#core/scenario/facts.ts';
import { readTicket } from '#core/scenario/ticket.ts';
import { tellScenario } from '#core/scenario/scenario.ts';
import { loadPolicy, readText } from './files.ts';
import { paint, problemLines } from './print.ts';
import { BadUse, FINE, NO } from './status.ts';

export const explain = defineCommand({
  args: {
    policy: { type: 'positional', description: 'The policy file' },
    ticket: {
      type: 'positional',
      description: 'A ticket as JSON: { ticket, contract, requester, events, at }; - is standard input',
    },
    at: {
      type: 'string',
      description: "The instant to judge at; default: the ticket's own, else now",
      valueHint: '2026-03-02T09:00:00Z',
    },
    tz: { type: 'string', description: "Zone to show instants in; default: the policy's", valueHint: 'Europe/London' },
    json: { type: 'boolean', description: 'Print the judgement as JSON' },
  },
  run: async ({ args }) => {
    const [file = '', ticket = ''] = args._;
    checkInstant(args.at);
    checkZone(args.tz);
    const text = await readText(ticket);
    const loaded = await loadPolicy(file);
    if (loaded.kind === 'faults') {
      for (const problem of loaded.problems) console.error(problemLines(file, problem));
      return NO;
    }
    const { policy } = loaded.compiled;
    const read = readTicket(text, policy, args.at ?? Temporal.Now.instant().toString());
    if (read.kind === 'faults') {
      for (const problem of read.problems) console.error(problemLines(ticket, problem));
      return NO;
    }
    const told = tellScenario(policy, args.at === undefined ? read.scenario : { ...read.scenario, at: args.at });
    if (told.kind === 'failed') {
      for (const failure of told.failures) console.error(`${ticket}: ${failure}`);
      return NO;
    }
    const judgement = judge(policy, told.facts, told.at);
    if (args.json === true) console.log(JSON.stringify({ ...judgement, choices: choices(policy, judgement) }, null, 2));
    else
      for (const line of report(policy, explainJudgement(judgement, args.tz ?? policy.timeZone), told.at, args.tz))
        console.log(line);
    return FINE;
  },
});

/** @throws BadUse */
function checkInstant(at: string | undefined): void {
  try {
    if (at !== undefined) instantOf(at, '--at');
  } catch (error) {
    if (error instanceof ScenarioFault) throw new BadUse(error.message, { cause: error });
    throw error;
  }
}

/** @throws BadUse */
function checkZone(zone: string | undefined): void {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone ?? 'UTC');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadUse(`--tz ${String(zone)} is no time zone, such as Europe/London`, { cause: error });
  }
}

function report(
  policy: Policy,
  rows: readonly ExplainedRow[],
  at: number,
  zone: string | undefined,
): readonly string[] {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone ?? policy.timeZone);
  const width = Math.max(...rows.map(({ head }) => head.length));
  const pad = ' '.repeat(width + 2);
  return [
    `${paint('bold', policy.title)} at ${local.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')} ${zone ?? policy.timeZone}`,
    ...rows.flatMap(({ head, text, why }) => [
      `${paint('bold', head.padEnd(width))}  ${text}`,
      ...why.map((reason) => `${pad}${paint('dim', reason)}`),
    ]),
  ];
}
