/**
 * Look: what is known of a ticket, judged now. Reads from Zendesk only what an event may have changed, and commits facts,
 * judgement, wanted state and the next look together.
 */
import { comesEarly, heardOf, lagsBehind } from './heard.ts';
import { factsOf } from './look/facts.ts';
import { goneResult } from './look/gone.ts';
import { knowledgeOf } from './look/knowledge.ts';
import type { LookPorts } from './look/ports.ts';
import { resultOf } from './look/result.ts';
import { withDoubt } from './need.ts';
import type { Need } from './need.ts';
import { isOfBreach } from './notes.ts';
import type { DeliveryFailure } from './ports/failures.ts';
import type { Claim, LookResult } from './ports/store.ts';

/** What came of a look. */
export type LookOutcome =
  | Looked
  /** Something outside did not answer; nothing was decided. */
  | { readonly kind: 'failed'; readonly failure: DeliveryFailure };
interface Looked {
  readonly kind: 'looked';
  readonly result: LookResult;
  readonly wasRead: boolean;
}

const NOT_YET: DeliveryFailure = { kind: 'unavailable', message: 'Zendesk does not show the ticket yet' };
const LAGGING: DeliveryFailure = {
  kind: 'unavailable',
  message: 'Zendesk still shows the ticket as it was before its last change',
};

/** Looks at a claimed ticket; `need`: whether Zendesk is asked first; `fewDue`: whether there is time to make sure of a breach. */
export async function look(claim: Claim, ports: LookPorts, need: Need, fewDue = true): Promise<LookOutcome> {
  const read = need === 'now';
  const known = await knowledgeOf(claim, ports, read);
  if (!known.ok) return unread(claim, ports, known.failure);
  const facts = await factsOf(claim, ports, known.value);
  if (!facts.ok) return { kind: 'failed', failure: facts.failure };
  const { fields, botUserId } = facts.value;
  const seeing = read ? { ...known.value, fields, botUserId } : null;
  if (seeing !== null && lagsBehind(claim, seeing)) return { kind: 'failed', failure: LAGGING };
  const heardAt = heardOf(claim, seeing);
  const { installedAt } = ports;
  const result = resultOf(claim, { known: known.value, facts: facts.value, read, heardAt, installedAt });
  const looked: Looked = { kind: 'looked', result: withDoubt(result, need), wasRead: read };
  return read || !result.keep ? looked : beforeWrite(claim, ports, looked, fewDue);
}

function unread(claim: Claim, ports: LookPorts, failure: DeliveryFailure): LookOutcome {
  if (failure.kind === 'gone' && comesEarly(claim)) return { kind: 'failed', failure: NOT_YET };
  if (failure.kind === 'gone') return { kind: 'looked', result: goneResult(claim, ports.registry), wasRead: true };
  return { kind: 'failed', failure };
}

/** What was decided without a reading is made sure of with one, where it must be certain before it is written. */
async function beforeWrite(claim: Claim, ports: LookPorts, looked: Looked, fewDue: boolean): Promise<LookOutcome> {
  const { seen } = claim.row;
  const { writeBack } = looked.result;
  // Before a write the ticket must have been seen since the last change that nobody told us.
  if (seen?.fresh === false) return look(claim, ports, 'now');
  const isUnsure = seen?.within === true || writeBack.unsure === true;
  if (!fewDue || !isUnsure || !writeBack.notes.some(isOfBreach)) return looked;
  // A reply in the rest of that second would be known by its webhook alone: nobody is told of a breach without a second look.
  const again = await look(claim, ports, 'now');
  return again.kind === 'looked' ? again : looked;
}
