/** Whether Zendesk has to be asked before anything can be decided, or may be asked a little later. */
import { saysNothingNew, seemsRepeated } from './hints.ts';
import type { LookPorts } from './look.ts';
import type { Claim, LookResult } from './ports/store.ts';

/**
 * `unsure`: an event most likely repeats what is known; should it not, the export shows it. Nothing is read for it, but a
 * breach is made sure of before it is told.
 */
export type Need = 'now' | 'unsure' | 'no';

/** What the look at this claim needs. */
export async function needOf(claim: Claim, ports: LookPorts): Promise<Need> {
  const { row, hints } = claim;
  if (row.mustRead || row.seen === null || row.history === null) return 'now';
  // Whoever worked on it before did not come to an end: what was written then must be seen before anything is repeated.
  if (claim.tries > 1 && row.writeBack.state !== 'settled') return 'now';
  if (hints.length === 0) return 'no';
  const bot = await ports.account.botUserId();
  const policy = row.policy === null ? null : ports.registry.get(row.policy.id, row.policy.version);
  if (!bot.ok || policy === null) return 'now';
  const fields = await ports.account.fieldsOf(policy);
  if (!fields.ok) return 'now';
  const seeing = {
    ticket: row.seen.ticket,
    audits: row.history.audits,
    fields: fields.value,
    botUserId: bot.value,
    isFought: row.writeBack.rounds > 0,
  };
  const telling = hints.filter(({ hint }) => !saysNothingNew(hint, seeing));
  if (telling.length === 0) return 'no';
  return telling.every(({ hint }) => seemsRepeated(hint, seeing)) ? 'unsure' : 'now';
}

/** The result with what is not sure any more, or again: a reading that was taken leaves no doubt. */
export function withDoubt(result: LookResult, need: Need): LookResult {
  if (need === 'no' || result.ended) return result;
  if (need === 'unsure') return { ...result, writeBack: { ...result.writeBack, unsure: true } };
  const { unsure: _, overwroteIn: __, ...writeBack } = result.writeBack;
  return { ...result, writeBack };
}
