// Where the ticket stands among the levels, and which hand-offs are open.
import type { HandOffRule } from '#core/policy/policy.ts';
import { holds } from './conditions.ts';
import type { HandOffJudgement } from './judgement.ts';
import { oncePer } from './once.ts';
import { isDone, levelOf, type State } from './state.ts';
import { conditionText } from './words.ts';

const NONE: readonly HandOffRule[] = [];

/** The hand-offs from the ticket's level, in the policy's order. */
export function handOffs(state: State): HandOffJudgement[] {
  return (levelOf(state)?.handOffs ?? NONE).map((rule) => handOff(state, rule));
}

function handOff(state: State, rule: HandOffRule): HandOffJudgement {
  if (rule.atOnceWhen !== null && holds(rule.atOnceWhen, state)) return openAtOnce(rule);
  const blockedBy = openDuties(state, rule);
  if (blockedBy.length === 0) return holds(rule.when, state) ? open(rule) : shut(rule);
  const text = `Open duties: ${blockedBy.join(', ')}`;
  return { to: rule.to, open: false, blockedBy, reasons: [{ text, cites: rule.cites }] };
}

/** Duties in the way. Where only the condition shuts it, there is none (ZY2). */
function openDuties(state: State, rule: HandOffRule): readonly string[] {
  const open: string[] = [];
  for (const { duty, when } of rule.duties) if (!isDone(state, duty) && holds(when, state)) open.push(duty);
  return open;
}

const openAtOnce = oncePer((rule: HandOffRule) =>
  unblocked(rule, true, `Open at once: ${conditionText(rule.atOnceWhen ?? { kind: 'always' })}`),
);
const open = oncePer((rule: HandOffRule) =>
  unblocked(rule, true, rule.duties.length > 0 ? 'Its duties are done' : 'Open'),
);
const shut = oncePer((rule: HandOffRule) => unblocked(rule, false, `Shut: not so that ${conditionText(rule.when)}`));

function unblocked({ to, cites }: HandOffRule, isOpen: boolean, text: string): HandOffJudgement {
  return { to, open: isOpen, blockedBy: [], reasons: [{ text, cites }] };
}
