// The earliest of several instants that lie after a given one.
import type { EpochMs } from '#core/facts/facts.ts';

/** Given instants one by one, keeps the earliest that lies after `after`. */
export class Next {
  private readonly after: EpochMs;
  private earliest = Infinity;

  constructor(after: EpochMs) {
    this.after = after;
  }

  /** Null: no such instant. */
  consider(at: EpochMs | null): void {
    if (at !== null && at > this.after && at < this.earliest) this.earliest = at;
  }

  /** Null: none lies after it. */
  get at(): EpochMs | null {
    return this.earliest === Infinity ? null : this.earliest;
  }
}
