// Where the ticket stands among the levels, and which hand-offs are open.
import type { HandOffRule, LevelDuty } from '#core/policy/policy.ts';
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
  const last = lastBlocked.get(rule);
  if (last !== undefined && isBlockedBy(state, rule, last.blockedBy)) return last;
  const blockedBy = rule.duties.filter((each) => isOpen(state, each)).map(({ duty }) => duty);
  if (blockedBy.length === 0) return holds(rule.when, state) ? open(rule) : shut(rule);
  const text = `Open duties: ${blockedBy.join(', ')}`;
  const blocked = { to: rule.to, open: false, blockedBy, reasons: [{ text, cites: rule.cites }] };
  lastBlocked.set(rule, blocked);
  return blocked;
}

/** The last one is kept: on most tickets the same duties are in the way. */
const lastBlocked = new WeakMap<HandOffRule, HandOffJudgement>();

/** Whether exactly these duties are in the way. Where only the condition shuts it, there is none (ZY2). */
function isBlockedBy(state: State, { duties }: HandOffRule, ids: readonly string[]): boolean {
  let found = 0;
  for (const each of duties) if (isOpen(state, each) && ids[found++] !== each.duty) return false;
  return found === ids.length;
}

function isOpen(state: State, { duty, when }: LevelDuty): boolean {
  return !isDone(state, duty) && holds(when, state);
}

const openAtOnce = oncePer((rule: HandOffRule) =>
  unblocked(rule, true, `Open at once: ${conditionText(rule.atOnceWhen ?? { kind: 'always' })}`),
);
const open = oncePer((rule: HandOffRule) =>
  unblocked(rule, true, rule.duties.length > 0 ? 'Its duties are done' : 'Open'),
);
const shut = oncePer((rule: HandOffRule) => unblocked(rule, false, `Shut: not so that ${conditionText(rule.when)}`));

function unblocked({ to, cites }: HandOffRule, isNow: boolean, text: string): HandOffJudgement {
  return { to, open: isNow, blockedBy: [], reasons: [{ text, cites }] };
}
