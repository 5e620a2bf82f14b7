// The ticket of `zendesk trigger` before and after our write: Zendesk's own JSON, the body that a trigger sends, or a scenario's ticket.
import { z } from 'zod';
import type { BenchTicket } from '#core/install/trigger-bench.ts';
import { judge } from '#core/judge/judge.ts';
import { isOfVocabulary } from '#core/plan/tags.ts';
import type { Policy } from '#core/policy/policy.ts';
import { tellScenario } from '#core/scenario/scenario.ts';
import { readTicket } from '#core/scenario/ticket.ts';
import { problemLines } from './print.ts';
import { BadUse, NoAnswer } from './status.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const ticket = z.looseObject({
  tags: z.union([z.string().transform((text) => text.split(/\s+/)), z.array(z.string())]).optional(),
  custom_fields: z.array(z.object({ id: z.union([z.number(), z.string()]), value: z.unknown() })).optional(),
});

/** Keys of a ticket that are conditions of the same name. */
const PLAIN = [
  'status',
  'priority',
  'type',
  'group_id',
  'assignee_id',
  'requester_id',
  'organization_id',
  'brand_id',
  'ticket_form_id',
];

/** The ticket as it is. @throws BadUse where the text is no ticket. */
export function asItIs(file: string, text: string): BenchTicket {
  const whole = parseJson(file, text);
  const read = ticket.safeParse(
    typeof whole === 'object' && whole !== null && 'ticket' in whole ? whole.ticket : whole,
  );
  if (!read.success)
    throw new BadUse(`${file} is no ticket: ${read.error.issues[0]?.path.join('.') ?? ''} cannot be read`);
  const { tags = [], custom_fields: fields = [], ...rest } = read.data;
  const values = PLAIN.flatMap((key): [string, string][] => {
    const value = scalar.safeParse(rest[key]);
    return key in rest && value.success ? [[key, asText(value.data)]] : [];
  });
  const custom = fields.map(({ id, value }): [string, string] => [`custom_fields_${String(id)}`, asText(value)]);
  return {
    tags: tags.filter((tag) => tag !== '').map((tag) => tag.toLowerCase()),
    values: Object.fromEntries([...values, ...custom]),
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** JSON of a file. @throws BadUse */
export function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new BadUse(`${file} is no JSON${error instanceof Error ? `: ${error.message}` : ''}`);
  }
}

/** The ticket with the tags and the priority that the sidecar would write under a policy. @throws NoAnswer with the ticket's faults. */
export function asWeWouldWrite(
  file: string,
  text: string,
  before: BenchTicket,
  policy: Policy,
  now: string,
): BenchTicket {
  const read = readTicket(text, policy, now);
  if (read.kind === 'faults')
    throw new NoAnswer(read.problems.map((problem) => problemLines(file, problem)).join('\n'));
  const told = tellScenario(policy, read.scenario);
  if (told.kind === 'failed') throw new NoAnswer(told.failures.map((failure) => `${file}: ${failure}`).join('\n'));
  const { wantedTags, wantedPriority } = judge(policy, told.facts, told.at);
  const others = before.tags.filter((tag) => !isOfVocabulary(tag) && !wantedTags.includes(tag));
  const priority = wantedPriority === null ? {} : { priority: wantedPriority };
  return { tags: [...others, ...wantedTags], values: { ...before.values, ...priority } };
}
