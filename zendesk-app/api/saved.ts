// The last answer of each ticket, kept in the browser for when the sidecar does not answer. No phone numbers, no mail addresses, a day, 50 tickets.
import type { Contact, TicketSupport } from '#schema/generated/support.ts';

const KEPT_MS = 24 * 60 * 60_000;
const KEPT_TICKETS = 50;
/** Raised when the shape of what is saved changes: older copies are then not read. */
const VERSION = 1;

export interface Saved {
  readonly support: TicketSupport;
  /** The browser's clock when the answer came, epoch ms. */
  readonly savedAt: number;
  /** Server's clock minus the browser's, ms. */
  readonly clockOffset: number;
}

export interface SavedCopies {
  read(ticketId: string): Saved | null;
  write(saved: Saved): void;
}

/** Copies of one account in `storage`. A full or forbidden storage means: nothing is saved. */
export function savedCopies(storage: Storage | null, subdomain: string, now: () => number): SavedCopies {
  const prefix = `tierline:${String(VERSION)}:${subdomain}:`;
  return {
    read: (ticketId) => {
      const saved = parse(attempt(() => storage?.getItem(prefix + ticketId) ?? null));
      if (!saved || saved.support.ticketId !== ticketId || now() - saved.savedAt > KEPT_MS) return null;
      return saved;
    },
    write: (saved) => {
      if (!storage) return;
      attempt(() => {
        storage.setItem(prefix + saved.support.ticketId, JSON.stringify(saved, withoutAddresses));
        tidy(storage, prefix, now());
        return null;
      });
    },
  };
}

/** The browser's storage; null where it forbids it (third-party storage is blocked). */
export function browserStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function withoutAddresses(key: string, value: unknown): unknown {
  const hidden: readonly (keyof Contact)[] = ['phone', 'email'];
  return (hidden as readonly string[]).includes(key) ? null : value;
}

function tidy(storage: Storage, prefix: string, now: number): void {
  const copies = Object.keys(storage)
    .filter((key) => key.startsWith(prefix))
    .map((key) => ({ key, savedAt: parse(storage.getItem(key))?.savedAt ?? 0 }))
    .sort((a, b) => b.savedAt - a.savedAt);
  const old = copies.filter(({ savedAt }, index) => index >= KEPT_TICKETS || now - savedAt > KEPT_MS);
  for (const { key } of old) storage.removeItem(key);
}

function parse(text: string | null): Saved | null {
  if (text === null) return null;
  return attempt(() => JSON.parse(text) as Saved);
}

/** Storage may be full, forbidden or hold anything; all of it means the same to the agent: nothing is saved. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
