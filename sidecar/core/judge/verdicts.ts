// The smaller verdicts: channel, priority, level, hours, route, advice, downtime, entitlements.
import type {
  ChannelJudgement,
  HoursJudgement,
  Judgement,
  LevelJudgement,
  PriorityJudgement,
  Reason,
  RouteJudgement,
} from './judgement.ts';
import type { AdviceRule, Channels, Level, Priority, Topic } from '#core/policy/policy.ts';
import { allHolding, firstHolding, holds } from './conditions.ts';
import { cardsOf, ownersCards } from './contacts.ts';
import { covers, holdsOne } from './entitlements.ts';
import { handOffs } from './levels.ts';
import { oncePer } from './once.ts';
import { topicOf } from './topics.ts';
import { levelOf, ownerOf, tierClock, type State } from './state.ts';
import { conditionText } from './words.ts';

/** Whether the channel used is among the tier's; it never changes coverage (F7). */
export function channel(state: State): ChannelJudgement {
  const used = state.channel;
  const channels = state.standing.tier?.channels ?? NO_CHANNELS;
  const { preferred, cites } = channels;
  if (channels.terms.length === 0)
    return { used, allowed: true, channels: NO_CHANNELS.ids, preferred, reasons: anyChannel(channels) };
  const { ids, among } = unconditional(channels) ?? openChannels(state, channels);
  const unnamed = channels.others && !channels.terms.some((t) => t.channel === used);
  const allowed = unnamed || used === null || ids.includes(used);
  const known = used === null ? undefined : among.get(used);
  const is = allowed ? `${used ?? 'The channel'} is` : `${used} is not`;
  return {
    used,
    allowed,
    channels: ids,
    preferred,
    reasons: known ?? [{ text: `${is} among ${ids.join(', ')}`, cites }],
  };
}

const NO_CHANNELS: Channels & { readonly ids: readonly string[] } = {
  terms: [],
  preferred: null,
  others: true,
  cites: [],
  ids: [],
};

const anyChannel = oncePer(({ cites }: Channels): readonly Reason[] => [{ text: 'Any channel may be used', cites }]);

interface OpenChannels {
  readonly ids: readonly string[];
  /** What is said of each of them, where it is known beforehand. */
  readonly among: ReadonlyMap<string, readonly Reason[]>;
}

/** The channels that may be used, whatever else holds; null: that hangs on conditions. */
const unconditional = oncePer(({ terms, cites }: Channels): OpenChannels | null => {
  if (!terms.every(({ when, allowed }) => !allowed || when.kind === 'always')) return null;
  const ids = terms.filter(({ allowed }) => allowed).map((term) => term.channel);
  const list = ids.join(', ');
  return { ids, among: new Map(ids.map((id) => [id, [{ text: `${id} is among ${list}`, cites }]])) };
});

function openChannels(state: State, channels: Channels): OpenChannels {
  const terms = channels.terms.filter((term) => term.allowed);
  return { ids: allHolding(terms, state).map((term) => term.channel), among: NOTHING_KNOWN };
}
const NOTHING_KNOWN: OpenChannels['among'] = new Map();

/** The priority that holds; a person's hand wins and is shown as such (G12). */
export function priority({ standing, hand }: State): PriorityJudgement | null {
  const { priority: held, derived, overriddenBy } = standing;
  if (held === null) return null;
  if (overriddenBy === null) return byPolicy(held);
  const byHand = { text: `Set by hand by: ${overriddenBy}`, cites: [] };
  return {
    id: held.id,
    title: held.title,
    zendesk: hand === null ? held.zendesk : hand.value,
    overriddenBy,
    derived: derived?.id ?? null,
    reasons: derived === null ? [byHand] : [...byPolicy(derived).reasons, byHand],
  };
}

const byPolicy = oncePer(({ id, title, zendesk, when, cites }: Priority): PriorityJudgement => {
  const text = when.kind === 'always' ? `Otherwise ${id}` : conditionText(when);
  return { id, title, zendesk, overriddenBy: null, derived: id, reasons: [{ text, cites }] };
});

/** Where the ticket is worked on, and why there; null: the policy knows no levels. */
export function level(state: State): LevelJudgement | null {
  const here = levelOf(state);
  if (here === null) return null;
  const topic = state.levelBy === 'topic' ? topicOf(state) : null;
  return {
    id: here.id,
    title: here.title,
    owner: ownerOf(state, state.level),
    contacts: ownersCards(state, state.level),
    handOffs: handOffs(state),
    reasons: topic !== null ? byTopic(topic) : state.levelBy === 'hand-off' ? byHandOff(here) : fromStart(here),
  };
}

const byTopic = oncePer(({ title, cites }: Topic): readonly Reason[] => [{ text: `Its topic is ${title}`, cites }]);
const byHandOff = oncePer(({ cites }: Level): readonly Reason[] => [{ text: 'It was handed on', cites }]);
const fromStart = oncePer(({ cites }: Level): readonly Reason[] => [{ text: 'It starts here', cites }]);

/** Whether the tier's clock is open now, and until when: see `tierClock`. */
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

/** What the policy advises while its conditions hold, in its order. */
export function advice(state: State): Judgement['advice'] {
  return allHolding(state.policy.advice, state).map(advised);
}

const advised = oncePer(({ text, links, cites }: AdviceRule) => ({ text, links, cites }));

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

const NO_ENTITLEMENTS: Judgement['entitlements'] = [];

/** The contract's entitlements, and whether each covers the ticket's product. */
export function entitlements(state: State): Judgement['entitlements'] {
  if (state.lists.entitlements.length === 0) return NO_ENTITLEMENTS;
  const held: Judgement['entitlements'][number][] = [];
  for (const entitlement of state.lists.entitlements) {
    const { id, title } = entitlement;
    if (!holdsOne(state, id)) continue;
    held.push({ id, title, quantity: state.contract?.entitlements?.[id] ?? null, covers: covers(state, entitlement) });
  }
  return held;
}
