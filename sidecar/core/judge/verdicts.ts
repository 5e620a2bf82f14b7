// The smaller verdicts: channel, priority, level, hours, route, notices, downtime, advice, silence, credits.
import type {
  ChannelJudgement,
  HoursJudgement,
  Judgement,
  LevelJudgement,
  PriorityJudgement,
  Reason,
  RouteJudgement,
} from './judgement.ts';
import type { Channels } from '#core/policy/policy.ts';
import { allHolding, firstHolding, holds } from './conditions.ts';
import { cardsOf, ownersCards } from './contacts.ts';
import { covers, holdsOne } from './entitlements.ts';
import { handOffs, type HandOffState } from './levels.ts';
import { topicOf } from './topics.ts';
import { ownerOf, tierClock, type State } from './state.ts';
import { conditionText } from './words.ts';

/** Whether the channel used is among the tier's; it never changes coverage (F7). */
export function channel(state: State): ChannelJudgement {
  const channels = state.standing.tier?.channels ?? null;
  const open = channels === null ? NO_CHANNELS : openChannels(state, channels);
  const any = channels === null || channels.terms.length === 0;
  const used = state.channel;
  const unnamed = channels !== null && channels.others && !channels.terms.some((t) => t.channel === used);
  const allowed = any || unnamed || used === null || open.ids.includes(used);
  const text = any
    ? 'Any channel may be used'
    : allowed
      ? `${used ?? 'The channel'} is among ${open.text}`
      : `${used ?? ''} is not among ${open.text}`;
  return {
    used,
    allowed,
    channels: open.ids,
    preferred: channels?.preferred ?? null,
    reasons: [{ text, cites: channels?.cites ?? [] }],
  };
}

interface OpenChannels {
  readonly ids: readonly string[];
  readonly text: string;
}
const always = new WeakMap<Channels, OpenChannels>();

/** The channels that may be used as things stand; where nothing else is asked, they are listed once. */
function openChannels(state: State, channels: Channels): OpenChannels {
  const known = always.get(channels);
  if (known !== undefined) return known;
  const terms = channels.terms.filter((term) => term.allowed);
  const ids = allHolding(terms, state).map((term) => term.channel);
  const open = { ids, text: ids.join(', ') };
  if (terms.every(({ when }) => when.kind === 'always')) always.set(channels, open);
  return open;
}
const NO_CHANNELS: OpenChannels = { ids: [], text: '' };

/** The priority that holds; a person's hand wins and is shown as such (G12). */
export function priority(state: State): PriorityJudgement | null {
  const { priority: held, derived, overriddenBy } = state.standing;
  if (held === null) return null;
  const reasons: Reason[] = [];
  if (derived !== null)
    reasons.push({
      text: derived.when.kind === 'always' ? `Otherwise ${derived.id}` : conditionText(derived.when),
      cites: derived.cites,
    });
  if (overriddenBy !== null) reasons.push({ text: `Set by hand by: ${overriddenBy}`, cites: [] });
  return {
    id: held.id,
    title: held.title,
    zendesk: overriddenBy !== null && state.hand !== null ? state.hand.value : held.zendesk,
    overriddenBy,
    derived: derived?.id ?? null,
    reasons,
  };
}

export function level(state: State): LevelJudgement | null {
  const here = state.policy.levels[state.level];
  if (here === undefined) return null;
  const topic = topicOf(state);
  const why =
    state.levelBy === 'topic' && topic !== null
      ? `Its topic is ${topic.title}`
      : state.levelBy === 'hand-off'
        ? 'It was handed on'
        : 'It starts here';
  return {
    id: here.id,
    title: here.title,
    owner: ownerOf(state, state.level),
    contacts: ownersCards(state, state.level),
    handOffs: handOffs(state).map((h) => ({
      to: h.rule.to,
      open: h.open,
      blockedBy: h.blockedBy,
      reasons: [handOffReason(h)],
    })),
    reasons: [{ text: why, cites: state.levelBy === 'topic' && topic !== null ? topic.cites : here.cites }],
  };
}

function handOffReason(h: HandOffState): Reason {
  const cites = h.rule.cites;
  if (h.atOnce) return { text: `Open at once: ${conditionText(h.rule.atOnceWhen ?? { kind: 'always' })}`, cites };
  if (h.open) return { text: h.rule.duties.length > 0 ? 'Its duties are done' : 'Open', cites };
  if (h.blockedBy.length > 0) return { text: `Open duties: ${h.blockedBy.join(', ')}`, cites };
  return { text: `Shut: not so that ${conditionText(h.rule.when)}`, cites };
}

export function hours(state: State): HoursJudgement {
  const clock = tierClock(state);
  if (clock === null) return { open: false, until: null, clock: null, timeZone: null };
  const name = state.standing.tier?.hours ?? state.policy.calendarNames[0] ?? null;
  return { open: clock.isOpen(state.at), until: clock.nextChange(state.at), clock: name, timeZone: clock.zone };
}

/** Who else deals with such a ticket; the fallback stands in where the first cannot be reached (STA-14). */
export function route(state: State): RouteJudgement | null {
  const rule = firstHolding(state.policy.routes, state);
  if (rule === null) return null;
  const standsIn = rule.fallback !== null && rule.fallbackWhen !== null && holds(rule.fallbackWhen, state);
  const contact = standsIn && rule.fallback !== null ? rule.fallback : rule.contact;
  const reasons: Reason[] = [{ text: conditionText(rule.when), cites: rule.cites }];
  if (standsIn && rule.fallbackWhen !== null)
    reasons.push({ text: conditionText(rule.fallbackWhen), cites: rule.cites });
  return { contact, details: cardsOf(state, contact)[0] ?? null, fallback: rule.fallback, standsIn, reasons };
}

export function advice(state: State): Judgement['advice'] {
  return allHolding(state.policy.advice, state).map(({ text, links, cites }) => ({ text, links, cites }));
}

/** The running or the next window of scheduled downtime. */
export function downtime(state: State): Judgement['downtime'] {
  let best: Judgement['downtime'] = null;
  for (const { calendar } of state.policy.downtime) {
    const now = calendar.isOpen(state.at);
    const from = now ? calendar.lastOpeningBefore(state.at) : calendar.nextOpening(state.at);
    const to = from === null ? null : calendar.nextChange(Math.max(from, state.at));
    if (from !== null && to !== null && (best === null || from < best.from)) best = { from, to, now };
  }
  return best;
}

/** The contract's entitlements, and whether each covers the ticket's product. */
export function entitlements(state: State): Judgement['entitlements'] {
  const held: Judgement['entitlements'][number][] = [];
  for (const entitlement of state.lists.entitlements) {
    const { id, title } = entitlement;
    if (!holdsOne(state, id)) continue;
    held.push({ id, title, quantity: state.contract?.entitlements?.[id] ?? null, covers: covers(state, entitlement) });
  }
  return held;
}
