// Keeps the shown judgement fresh: asks on opening, on the ticket's events, when a due time passes and now and then; rests while nobody looks.
import type { TicketSupport } from '#schema/generated/support.ts';
import type { Host } from '../zaf/host.ts';
import type { Saved, SavedCopies } from './saved.ts';
import type { ActResult, Failure, Sidecar } from './sidecar.ts';
import type { ActName } from './operations.ts';

/** What the sidebar knows. */
export type View =
  | { readonly kind: 'loading' }
  /** The sidecar has no such ticket yet. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'shown';
      readonly support: TicketSupport;
      readonly clockOffset: number;
      readonly trouble: Trouble | null;
    }
  /** No answer and nothing saved. */
  | { readonly kind: 'down'; readonly trouble: Trouble };

export interface Trouble {
  readonly failure: Failure;
  /** Epoch ms of the browser's clock. */
  readonly savedAt: number | null;
  readonly nextTryAt: number;
}

export interface Watch {
  view(): View;
  subscribe(listener: () => void): () => void;
  refresh(): void;
  act(name: ActName, values: Readonly<Record<string, string>>): Promise<ActResult>;
  stop(): void;
}

export interface WatchParts {
  readonly ticketId: string;
  readonly host: Pick<Host, 'on'>;
  readonly sidecar: Sidecar;
  readonly saved: SavedCopies;
  readonly clock: {
    now(): number;
    after(ms: number, work: () => void): () => void;
  };
  /** Calls back when the page is hidden or shown. */
  readonly visibility: { hidden(): boolean; onChange(listener: () => void): () => void };
}

const POLL_MS = 30_000;
const EVENT_MS = 250;
/** After a change of ours or the agent's the sidecar learns of it through Zendesk's webhook, a moment later. */
const FOLLOW_UPS_MS = [700, 2_000, 5_000];
const RETRY_MS = [5_000, 10_000, 25_000, 60_000];
/** How often, and after how long, a ticket that is looked at for the first time is asked for again. */
const FIRST_LOOKS = 4;
const FIRST_LOOK_MS = 1_000;
/** Below this the two clocks are taken as equal, so that the timers do not jitter. */
const CLOCK_SLACK_MS = 1_500;

const TICKET_EVENTS = [
  'ticket.updated',
  'ticket.organization.changed',
  'ticket.submit.done',
  'ticket.status.changed',
  'ticket.priority.changed',
  'ticket.comments.changed',
  'ticket.conversation.changed',
];

/** Starts watching; nothing stops it but `stop`. */
export function watchTicket(parts: WatchParts): Watch {
  return new TicketWatch(parts);
}

class TicketWatch implements Watch {
  readonly #parts: WatchParts;
  readonly #listeners = new Set<() => void>();
  readonly #undo: (() => void)[] = [];
  #view: View = { kind: 'loading' };
  #failures = 0;
  #asleep = false;
  #asking = false;
  /** Asked for again while an answer was under way. */
  #again = false;
  /** Rises with every act, so that an answer asked for before it is not shown after it. */
  #epoch = 0;
  #followUps: (() => void)[] = [];
  #poll: () => void = () => undefined;

  constructor(parts: WatchParts) {
    this.#parts = parts;
    const { host, visibility } = parts;
    for (const event of TICKET_EVENTS) this.#undo.push(host.on(event, () => this.#soon()));
    this.#undo.push(host.on('app.activated', () => this.#wake()));
    this.#undo.push(host.on('app.deactivated', () => this.#sleep()));
    this.#undo.push(visibility.onChange(() => (visibility.hidden() ? this.#sleep() : this.#wake())));
    this.refresh();
  }

  view = (): View => this.#view;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  refresh = (): void => {
    if (this.#asking) this.#again = true;
    else void this.#ask();
  };

  act = async (name: ActName, values: Readonly<Record<string, string>>): Promise<ActResult> => {
    const result = await this.#parts.sidecar.act(name, this.#parts.ticketId, values);
    if (result.kind === 'done') {
      this.#epoch += 1;
      this.#show(result.support);
      this.#follow(FOLLOW_UPS_MS);
    }
    return result;
  };

  stop = (): void => {
    this.#cancelTimers();
    for (const undo of this.#undo) undo();
    this.#listeners.clear();
  };

  async #ask(): Promise<void> {
    this.#asking = true;
    const epoch = this.#epoch;
    const answer = await this.#parts.sidecar.support(this.#parts.ticketId);
    this.#asking = false;
    if (this.#again || epoch !== this.#epoch) {
      this.#again = false;
      void this.#ask();
      return;
    }
    if (answer.kind !== 'data') this.#fail(answer);
    else if (answer.data) this.#show(answer.data);
    else this.#become({ kind: 'unknown' });
    if (answer.kind === 'data') this.#pollIn(this.#nextLook());
  }

  #show(support: TicketSupport): void {
    this.#failures = 0;
    const now = this.#parts.clock.now();
    const difference = Date.parse(support.at) - now;
    const before = this.#view.kind === 'shown' ? this.#view.clockOffset : 0;
    const clockOffset = Math.abs(difference - before) < CLOCK_SLACK_MS ? before : difference;
    this.#parts.saved.write({ support, savedAt: now, clockOffset });
    this.#become({ kind: 'shown', support, clockOffset, trouble: null });
  }

  #fail(failure: Failure): void {
    this.#failures += 1;
    const now = this.#parts.clock.now();
    const known = this.#known();
    // The sidecar is looking at the ticket for the first time; a moment later it knows it.
    if (!known && this.#failures <= FIRST_LOOKS && failure.kind === 'fault' && failure.code === 'UNAVAILABLE') {
      this.#become({ kind: 'unknown' });
      this.#pollIn(FIRST_LOOK_MS);
      return;
    }
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1] ?? POLL_MS;
    const trouble = { failure, savedAt: known?.savedAt ?? null, nextTryAt: now + wait };
    this.#become(
      known
        ? { kind: 'shown', support: known.support, clockOffset: known.clockOffset, trouble }
        : { kind: 'down', trouble },
    );
    this.#pollIn(wait);
  }

  /** What is on the page already, or the saved copy. */
  #known(): Saved | null {
    return this.#parts.saved.read(this.#parts.ticketId) ?? this.#onPage();
  }

  #onPage(): Saved | null {
    if (this.#view.kind !== 'shown') return null;
    const { support, clockOffset, trouble } = this.#view;
    return { support, clockOffset, savedAt: trouble?.savedAt ?? Date.parse(support.at) - clockOffset };
  }

  #become(view: View): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }

  #soon(): void {
    this.#follow([EVENT_MS, ...FOLLOW_UPS_MS]);
  }

  #sleep(): void {
    this.#asleep = true;
    this.#cancelTimers();
  }

  #wake(): void {
    if (!this.#asleep) return;
    this.#asleep = false;
    this.refresh();
  }

  /** Asks again after each of these, whatever happens in between. */
  #follow(delays: readonly number[]): void {
    for (const cancel of this.#followUps) cancel();
    this.#followUps = this.#asleep ? [] : delays.map((ms) => this.#parts.clock.after(ms, this.refresh));
  }

  #pollIn(ms: number): void {
    this.#poll();
    this.#poll = this.#asleep ? () => undefined : this.#parts.clock.after(ms, this.refresh);
  }

  #cancelTimers(): void {
    this.#poll();
    for (const cancel of this.#followUps) cancel();
    this.#followUps = [];
  }

  /** Ms until the next question: the usual pause, or just after the next instant at which a promise or the hours turn. */
  #nextLook(): number {
    if (this.#view.kind !== 'shown') return FOLLOW_UPS_MS[1] ?? POLL_MS;
    const { support, clockOffset } = this.#view;
    const now = this.#parts.clock.now() + clockOffset;
    const turns = [support.hours.until, ...support.timers.flatMap(({ warnAt, dueAt }) => [warnAt, dueAt])];
    const ahead = turns
      .flatMap((instant) => (instant === null ? [] : [Date.parse(instant) - now]))
      .filter((ms) => ms > 0);
    return Math.min(POLL_MS, Math.min(...ahead) + 1_000);
  }
}
