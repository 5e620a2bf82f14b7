// The state with which a ticket's story begins.
import type { Facts } from '#core/facts/facts.ts';
import type { Policy } from '#core/policy/policy.ts';
import { termOfContract } from './contract-term.ts';
import { listsOf } from './lists.ts';
import { intakeComplete } from './intake.ts';
import type { Questions, Standing, State } from './state.ts';
import { staleInstant, stepState } from './steps.ts';
import { reachOf } from './touch.ts';
import { NO_PROMISES, tracksOf } from './tracks.ts';
import { runStateNow } from './runs.ts';

const NOTHING: Readonly<Standing> = {
  tier: null,
  promises: NO_PROMISES,
  contractGap: 'none',
  coverage: 'not_covered',
  cause: { kind: 'tier' },
  service: null,
  term: null,
  exclusions: [],
  priority: null,
  derived: null,
  overriddenBy: null,
  owed: false,
};

const NO_ACTS: ReadonlyMap<string, never> = new Map<string, never>();
const NO_REQUESTS: ReadonlySet<string> = new Set();
const NO_RUNS: readonly null[] = [];
const nothing = (): null => null;
const not = (): boolean => false;
const ANSWERS: Questions = { intakeComplete, stepState, runState: runStateNow };

/** The state before anything happened: the facts as of the opening, and nothing that follows from them yet. */
export function blankState(policy: Policy, facts: Facts): State {
  const first = policy.levels.length > 0 ? 0 : -1;
  const tracks = tracksOf(policy);
  const lists = listsOf(policy);
  return {
    ask: ANSWERS,
    tracks,
    reach: reachOf(policy),
    lists,
    policy,
    facts,
    at: facts.opened,
    status: facts.status,
    type: facts.type ?? null,
    tags: facts.tags ?? [],
    channel: facts.channel,
    fields: { ...facts.fields },
    hand: null,
    contract: facts.contract,
    term: termOfContract(policy, facts.contract),
    requester: facts.requester,
    organization: facts.organization,
    level: first,
    levelEnteredAt: facts.opened,
    levelBy: 'first',
    staleFrom: staleInstant(policy, facts),
    duties: lists.duties.map(nothing),
    asked: lists.duties.map(not),
    given: NO_ACTS,
    recorded: NO_ACTS,
    taken: NO_ACTS,
    attempts: NO_ACTS,
    progressAt: null,
    defect: null,
    rating: null,
    work: [],
    requested: NO_REQUESTS,
    sessions: [],
    solvedAt: null,
    lastAgentReply: null,
    lastCustomerReply: null,
    runs: tracks.all.map(nothing),
    resting: NO_RUNS,
    startedAt: tracks.all.map(nothing),
    held: tracks.all.map(not),
    waits: [],
    everBreached: false,
    standing: { ...NOTHING },
    started: facts.opened,
    version: 0,
    touched: ~0,
  };
}
