/** Whether Zendesk still takes our credential: what any replica learned, kept for all of them. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { Clock, Log } from './ports/others.ts';
import type { Settings } from './ports/store.ts';

export interface StandingPorts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Standing {
  /** Told of every call's outcome: `ok`, or the kind of its failure. Never fails, never waits. */
  told(outcome: string): void;
  /** Since when the credential is refused; null: as far as anybody knows it is taken. */
  refusedSince(): Promise<EpochMs | null>;
}

const NAME = 'zendesk.refused';
/** Another replica may have learned otherwise: what is kept is compared this often. */
const COMPARE_MS = 30_000;

/** `elapsed`: a clock that only measures how old the memory is. */
export function createStanding({ settings, clock, log }: StandingPorts, elapsed: () => number): Standing {
  let memory: EpochMs | null = null;
  let comparedAt = -Infinity;
  let working: Promise<void> | null = null;

  async function kept(): Promise<EpochMs | null> {
    const since = Number((await settings.get(NAME)) ?? '');
    return since > 0 ? since : null;
  }
  async function keep(refused: boolean): Promise<void> {
    memory = await kept();
    comparedAt = elapsed();
    if ((memory !== null) === refused) return;
    memory = refused ? await clock.now() : null;
    await settings.set(NAME, refused ? String(memory) : '');
    if (refused) log.error({}, 'Zendesk refuses the OAuth client: nothing is read or written until that is mended');
    else log.info({}, 'Zendesk takes the OAuth client again');
  }

  return {
    told(outcome) {
      if (outcome !== 'ok' && outcome !== 'unauthorized') return;
      const refused = outcome === 'unauthorized';
      if ((memory !== null) === refused && elapsed() - comparedAt < COMPARE_MS) return;
      working ??= keep(refused)
        .catch((error: unknown) => log.warn({ err: error }, 'the standing of the credential was not kept'))
        .finally(() => (working = null));
    },
    async refusedSince() {
      memory = await kept().catch(() => memory);
      return memory;
    },
  };
}
