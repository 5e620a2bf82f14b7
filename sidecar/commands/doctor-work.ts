// The doctor on the sidecar's work: whether our admin token opens it, and what waits for a person.
import { runningSidecar } from './ask.ts';
import { fine, warning, type Finding } from './finding.ts';
import { count } from './print.ts';
import { NoAnswer } from './status.ts';
import type { ToolSettings } from '../environment.ts';

const NAME = 'work';
/** Seconds by which the oldest look may be late. */
const LATE_MOST = 30;
const BACKLOG = `query Backlog { health { backlog { due late parked setAside parkedTickets { ticketId lastError } } } }`;

interface Answer {
  readonly health: {
    /** Null: the database does not answer. */
    readonly backlog: {
      readonly due: number;
      readonly late: string;
      readonly parked: number;
      readonly setAside: number;
      readonly parkedTickets: readonly { readonly ticketId: string; readonly lastError: string | null }[];
    } | null;
  };
}

/** Of a sidecar that answers. Without an admin token nothing is asked: the metrics tell the same. */
export async function workFindings({ adminToken }: ToolSettings): Promise<readonly Finding[]> {
  if (adminToken === null) return [fine(NAME, 'not asked: ADMIN_TOKEN is not set')];
  let answer: Answer;
  try {
    answer = await runningSidecar().ask<Answer>(BACKLOG);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return [notAsked(error.message)];
  }
  const { backlog } = answer.health;
  if (backlog === null) return [warning(NAME, 'the database does not say what waits', 'look at the database')];
  const findings = [...waiting(backlog)];
  return findings.length > 0 ? findings : [fine(NAME, 'no ticket waits for a person')];
}

function notAsked(message: string): Finding {
  if (message.includes('UNAUTHENTICATED'))
    return warning(NAME, 'the sidecar does not take our ADMIN_TOKEN', 'compare ADMIN_TOKEN here and at the sidecar');
  if (message.includes('UNTRUSTED_DOCUMENT')) return fine(NAME, 'not asked: the sidecar runs with PERSISTED_ONLY');
  return warning(NAME, message, 'look at the log of the sidecar');
}

function* waiting({ due, late, parked, setAside, parkedTickets }: NonNullable<Answer['health']['backlog']>) {
  if (secondsOf(late) > LATE_MOST)
    yield warning(
      NAME,
      `${count(due, 'ticket')} to be looked at, the oldest late by ${late}`,
      'look at the lines above and at the log of the sidecar',
    );
  if (parked > 0) {
    const [first] = parkedTickets;
    const why = first === undefined ? '' : `, e.g. ${first.ticketId}: ${first.lastError ?? 'no reason is kept'}`;
    yield warning(
      NAME,
      `${count(parked, 'ticket')} given up${why}`,
      'mend that, then mutation { retryWriteBack(ticketId: …) { __typename } }',
    );
  }
  if (setAside > 0)
    yield warning(
      NAME,
      `${count(setAside, 'webhook')} could not be read and kept aside`,
      'tierline zendesk plan; what is mended goes by tierline retain --before DATE',
    );
}

function secondsOf(duration: string): number {
  return Temporal.Duration.from(duration).total('seconds');
}
