/** Tickets that are set aside because work on them dies or fails each time: how that is said, and told from other errors. */
import type { WriteBack } from './ports/tickets.ts';

const CODE = 'SET_ASIDE';

/** What an operator reads: why, and what to do next. */
export function asideWords(why: string): string {
  return `${CODE}: ${why}. It comes back by itself at retryAt, with its next event and when its policy is published; see the log for this ticket, then retryWriteBack.`;
}

export function isAside({ state, lastError }: WriteBack): boolean {
  return state === 'failed' && lastError !== null && lastError.startsWith(`${CODE}:`);
}

/** What the write-back is once a look has come to an end: being set aside says nothing of what Zendesk shows. */
export function unAside(writeBack: WriteBack): WriteBack {
  return isAside(writeBack) ? { ...writeBack, state: 'settled', lastError: null, retryAt: null } : writeBack;
}
