/** The one port over both databases: rows for a statement, transactions, wake-ups between processes. */
import { Unavailable } from '#flow/unavailable.ts';

/** Bytes: the value in PostgreSQL's own binary form. */
export type Value = string | number | boolean | null | readonly string[] | readonly number[] | Uint8Array;

export interface Session {
  /**
   * Runs one statement. JSON goes in as text; bigint comes out as number. `answerMs`, in a transaction that has lifted the
   * server's own limit: how long the answer is waited for, where not as long as every other.
   */
  rows<Row extends object>(statement: string, values?: readonly Value[], answerMs?: number): Promise<Row[]>;
}

export interface Database extends Session {
  /** `embedded`: this process is alone with its data. */
  readonly kind: 'embedded' | 'server';
  /** Commits when `work` resolves, rolls back when it rejects. On the embedded database nothing else runs meanwhile: keep it short. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Tells every process that listens, this one at once. Never fails: those that miss it find out by asking. */
  notify(channel: Channel, payload: string): void;
  /** Tells this process alone: others were told by the statement itself. */
  tell(channel: Channel, payload: string): void;
  /** Returns the end of it. */
  listen(channel: Channel, listener: (payload: string) => void): () => void;
  /** Whether others can see that this process lives by the lock `name`, which is taken when it is first asked for. */
  holds(name: string): boolean;
  /** Moves the database's clock for this process: tests and the sandbox only. */
  setClockOffset(ms: number): Promise<void>;
  clockOffset(): number;
  close(): Promise<void>;
}

export type Channel = 'tierline_due' | 'tierline_changed' | 'tierline_published' | 'tierline_contract';
export const CHANNELS: readonly Channel[] = [
  'tierline_due',
  'tierline_changed',
  'tierline_published',
  'tierline_contract',
];

/** The database cannot be used now: no connection, shutting down, no room. Worth trying again. */
export class DatabaseUnavailable extends Unavailable {
  override name = 'DatabaseUnavailable';

  /** The message names machines, which is for the log alone. */
  override get told(): string {
    return 'The database does not answer. Try again soon.';
  }
}
/** The database cannot be used by this program until somebody acts. */
export class DatabaseRefused extends Error {
  override name = 'DatabaseRefused';
}

/** Calls local listeners; each adapter adds its way to other processes. */
export class Listeners {
  readonly #listeners = new Map<Channel, Set<(payload: string) => void>>();

  add(channel: Channel, listener: (payload: string) => void): () => void {
    const set = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  tell(channel: Channel, payload: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(payload);
  }
}
