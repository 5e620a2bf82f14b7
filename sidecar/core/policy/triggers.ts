// What starts or ends a metric: words and maps as written → triggers.
import type { FieldValue } from '#core/facts/facts.ts';
import type { PolicyText } from '#schema/policy.ts';
import { readCondition } from './conditions.ts';
import type { Context } from './context.ts';
import { list, type One, placed } from './context.ts';
import type { Trigger } from './policy.ts';
import type { Path } from './problem.ts';
import { suggestion } from './problem.ts';

type Written = NonNullable<NonNullable<PolicyText['metrics']>[string]['starts']>;

const WORDS: Readonly<Record<string, Trigger>> = {
  opened: { on: 'opened' },
  created: { on: 'opened' },
  solved: { on: 'solved' },
  reopened: { on: 'reopened' },
  reply: { on: 'agent_reply' },
  agent_reply: { on: 'agent_reply' },
  'reply.agent': { on: 'agent_reply' },
  customer_reply: { on: 'customer_reply' },
  'reply.customer': { on: 'customer_reply' },
  request: { on: 'request' },
  requested: { on: 'request' },
  complete: { on: 'complete' },
  completed: { on: 'complete' },
  defect: { on: 'defect' },
  defect_reported: { on: 'defect' },
  'defect.reported': { on: 'defect' },
  'defect.open': { on: 'defect' },
  defect_closed: { on: 'defect_closed' },
  'defect.closed': { on: 'defect_closed' },
  level: { on: 'level_entered' },
  level_entered: { on: 'level_entered' },
  rating: { on: 'rating', value: null },
  'rating.any': { on: 'rating', value: null },
  'rating.good': { on: 'rating', value: 'good' },
  'rating.bad': { on: 'rating', value: 'bad' },
  intake: { on: 'intake' },
  intake_complete: { on: 'intake' },
  'intake.complete': { on: 'intake' },
};
/** What a person says is finished: the timer is completed by hand. */
const BY_HAND =
  /_(?:sent|done|given|made|delivered|published|provided|completed|held|finished|issued|shipped|accepted|arrived|restored|repaired|replaced|fixed|found|confirmed|agreed|approved)$/;

/** Reads `starts` or `ends`. */
export function readTriggers(context: Context, written: Written | undefined, path: Path): readonly Trigger[] | null {
  if (written === undefined) return null;
  return placed(written, path).flatMap(([one, at]) => {
    const trigger = readTrigger(context, one, at);
    return trigger ? [trigger] : [];
  });
}

function readTrigger(context: Context, written: One<Written>, path: Path): Trigger | null {
  if (typeof written === 'string') return readWord(context, written, path);
  const w = written;
  if (w.met !== undefined)
    return context.refer('metric', w.met, [...path, 'met']) ? { on: 'met', metric: w.met } : null;
  for (const key of ['field', 'set'] as const) {
    const field = w[key];
    if (typeof field === 'string') return fieldSet(context, field, w.to, [...path, key]);
    const [first] = Object.entries(field ?? {});
    if (first) return fieldSet(context, first[0], first[1], [...path, key, first[0]]);
  }
  if (w.channel !== undefined) return { on: 'channel', channel: w.channel };
  if (w.level !== undefined)
    return context.refer('level', w.level, [...path, 'level']) ? { on: 'level', level: w.level } : null;
  if (w.duty !== undefined) {
    return context.refer('duty', w.duty, [...path, 'duty'])
      ? { on: 'duty', duty: w.duty, outcomes: w.outcome === undefined ? null : list(w.outcome) }
      : null;
  }
  if (w.step !== undefined)
    return context.refer('step', w.step, [...path, 'step']) ? { on: 'step', step: w.step } : null;
  if (w.rating !== undefined) return readWord(context, `rating.${w.rating}`, [...path, 'rating']);
  if (w.defect !== undefined) return readWord(context, `defect.${w.defect}`, [...path, 'defect']);
  if (w.intake !== undefined) return { on: 'intake' };
  if (w.reply !== undefined) return readWord(context, `reply.${w.reply}`, [...path, 'reply']);
  const when = w.when ?? (w.status === undefined ? undefined : { status: w.status });
  if (when === undefined) {
    context.fault(
      path,
      'missing',
      'nothing says what starts or ends it',
      'such as { met: diagnosis } or { field: workaround_sent }',
    );
    return null;
  }
  return {
    on: 'when',
    when: readCondition(context, when, [...path, 'when']),
    text: w.status === undefined ? 'its condition holds' : `status becomes ${list(w.status).join(' or ')}`,
  };
}

function fieldSet(context: Context, field: string, to: unknown, path: Path): Trigger | null {
  if (!context.refer('field', field, path)) return null;
  const values = to === undefined ? null : list(to);
  return { on: 'field', field, values: values as readonly FieldValue[] | null };
}

function readWord(context: Context, word: string, path: Path): Trigger | null {
  const known = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (known) return known;
  if (context.known('field').has(word)) return fieldSet(context, word, undefined, path);
  if (context.known('metric').has(word)) return { on: 'met', metric: word };
  if (context.known('duty').has(word)) return { on: 'duty', duty: word, outcomes: null };
  if (context.known('level').has(word)) return { on: 'level', level: word };
  if (context.known('step').has(word)) return { on: 'step', step: word };
  if (BY_HAND.test(word)) return { on: 'complete' };
  const names = [
    ...Object.keys(WORDS),
    ...context.known('metric'),
    ...context.known('duty'),
    ...context.known('field'),
  ];
  context.fault(path, 'unknown-reference', `nothing that happens is called "${word}"`, suggestion(word, names));
  return null;
}
