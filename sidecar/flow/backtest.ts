/** A draft replayed against recorded tickets: begun by an admin, one at a time in each process, told by any replica. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { Page, VersionText } from './backtest-page.ts';
import type { PolicyReader } from './policy-text.ts';
import type { BacktestRecord, Backtests, Replay } from './ports/backtests.ts';
import type { Clock, Log } from './ports/others.ts';
import type { Policies, PolicyRecord } from './ports/policies.ts';
import type { Actor } from './ports/store.ts';
import { checkText } from './publish.ts';
import { done, refused, type Outcome } from './refused.ts';

export interface BacktestPorts {
  readonly policies: Policies;
  readonly backtests: Backtests;
  readonly replay: Replay;
  readonly reader: PolicyReader;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  /** Ms since anything; measures pauses. */
  readonly elapsed: () => number;
}
export interface BacktestWish {
  readonly policyId: string;
  readonly draftVersion: number;
  /** Null: the published one. */
  readonly against: number | null;
  readonly since: EpochMs;
  readonly by: Actor;
}
export interface Backtesting {
  backtest(id: string): Promise<BacktestRecord | null>;
  startBacktest(wish: BacktestWish): Promise<Outcome<BacktestRecord>>;
  /** Gives up what is under way and writes that down. */
  stop(): Promise<void>;
}

/** Pause between two words of how far it is. */
const WORD_EVERY_MS = 1_000;
const BUSY = 'Another back-test is under way in this sidecar: wait until it is done.';
const STOPPED = 'The sidecar that ran it was stopped: start it again.';
const UNHEARD = 'It was not heard of for a minute: start it again.';
const UNEXPECTED = 'Something went wrong that should not: the log of the sidecar says what.';

export function createBacktests(ports: BacktestPorts): Backtesting {
  const { backtests } = ports;
  const stopping = new AbortController();
  let underWay: Promise<unknown> | null = null;
  const begin = async (wish: BacktestWish, ended: () => void): Promise<Outcome<BacktestRecord>> => {
    const prepared = await prepare(wish, ports);
    if (prepared.kind === 'refused') return prepared;
    const { draft, before } = prepared.value;
    const { policyId, since, by } = wish;
    const begun = { id: ports.newId(), policyId, draftVersion: draft.version, against: before.version, since };
    const record = await backtests.begin(begun, by);
    underWay = run(record, prepared.value, stopping.signal, ports).finally(ended);
    return done(record);
  };
  return {
    backtest: (id) => backtests.find(id),
    async startBacktest(wish) {
      if (stopping.signal.aborted) return refused('UNAVAILABLE', 'This sidecar is being stopped.');
      if (underWay !== null) return refused('CONFLICT', BUSY);
      const ended = (): void => void (underWay = null);
      const beginning = begin(wish, ended);
      underWay = beginning;
      const outcome = await beginning.catch((error: unknown) => {
        ended();
        throw error;
      });
      if (outcome.kind === 'refused') ended();
      return outcome;
    },
    async stop() {
      stopping.abort(new Error(STOPPED));
      // What is just beginning becomes one that runs, and ends at once. Whoever asked for it hears of a fault.
      while (underWay !== null) await Promise.allSettled([underWay]);
    },
  };
}

interface Prepared {
  readonly before: VersionText;
  readonly draft: VersionText;
}

async function prepare(wish: BacktestWish, ports: BacktestPorts): Promise<Outcome<Prepared>> {
  const { policyId: id, draftVersion } = wish;
  const draft = await ports.policies.find(id, draftVersion);
  if (draft === null) return refused('NOT_FOUND', `There is no version ${String(draftVersion)} of policy ${id}.`);
  const before = await publishedOne(wish, ports.policies);
  if (before === null) {
    const which = wish.against === null ? '' : ` ${String(wish.against)}`;
    return refused('NOT_FOUND', `${id} has no published version${which} to compare with.`);
  }
  if (before.version === draft.version) {
    return refused('BAD_USER_INPUT', `Version ${String(draft.version)} would be compared with itself.`);
  }
  const checked = await checkText(draft.text, ports);
  if (checked.kind === 'refused') return checked;
  // What is not kept with the draft yet is what its publication would keep.
  return done({
    before: versionText(before, before.frozen ?? '{}'),
    draft: versionText(draft, draft.frozen ?? checked.value.frozen),
  });
}

async function publishedOne({ policyId, against }: BacktestWish, policies: Policies): Promise<PolicyRecord | null> {
  if (against === null) {
    return (await policies.list()).find(({ id, state }) => id === policyId && state === 'published') ?? null;
  }
  const record = await policies.find(policyId, against);
  return record === null || record.publishedAt === null ? null : record;
}

function versionText({ id, version, text }: PolicyRecord, frozen: string): VersionText {
  return { name: `${id} version ${String(version)}`, text, version, frozen };
}

/** Never rejects: how it ended stands in the record. */
async function run(
  { id, policyId, since }: BacktestRecord,
  pair: Prepared,
  stopped: AbortSignal,
  ports: BacktestPorts,
): Promise<void> {
  const { backtests, log } = ports;
  const unheard = new AbortController();
  const signal = AbortSignal.any([stopped, unheard.signal]);
  const onPage = telling(id, () => unheard.abort(new Error(UNHEARD)), ports);
  try {
    const at = await ports.clock.now();
    await backtests.finish(
      id,
      await ports.replay(pair, pagesOf(backtests.recorded(policyId, since), at), { signal, onPage }),
    );
  } catch (error) {
    if (!signal.aborted) log.error({ err: error, backtest: id }, 'a back-test failed');
    const problem = stopped.aborted ? STOPPED : unheard.signal.aborted ? UNHEARD : UNEXPECTED;
    await backtests.fail(id, problem).catch((cause: unknown) => {
      log.warn({ err: cause, backtest: id }, 'that a back-test failed was not written down');
    });
  }
}

async function* pagesOf(recorded: AsyncGenerator<string>, at: EpochMs): AsyncGenerator<Page> {
  for await (const packed of recorded) yield { packed, at };
}

/** Says now and then how far it is; a word that is not taken is not said again. */
function telling(id: string, lost: () => void, { backtests, elapsed, log }: BacktestPorts): (tickets: number) => void {
  let judged = 0;
  let last = elapsed();
  return (tickets) => {
    judged += tickets;
    if (elapsed() - last < WORD_EVERY_MS) return;
    last = elapsed();
    backtests.progress(id, judged).then(
      (alive) => {
        if (!alive) lost();
      },
      (error: unknown) => log.warn({ err: error, backtest: id }, 'how far a back-test is was not written down'),
    );
  };
}
