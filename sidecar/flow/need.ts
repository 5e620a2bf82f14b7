/** Whether Zendesk has to be asked before anything can be decided, or may be asked a little later. */
import { saysNothingNew, seemsRepeated } from './hints.ts';
import type { LookPorts } from './look.ts';
import type { Claim, LookResult } from './ports/store.ts';

/** `soon`: not for this look, but in a few seconds unless it is read before. */
export type Need = 'now' | 'soon' | 'no';

/** What most likely is a repetition is read after all, so much later. */
const SOON_MS = 8_000;

/** What the look at this claim needs. */
export async function needOf(claim: Claim, ports: LookPorts): Promise<Need> {
  const { row, hints } = claim;
  if (row.mustRead || row.seen === null || row.history === null) return 'now';
  if ((row.writeBack.readBy ?? Infinity) <= claim.now) return 'now';
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
  return telling.every(({ hint }) => seemsRepeated(hint, seeing)) ? 'soon' : 'now';
}

/** The result with the instant at which the ticket is to be read: a reading that was taken leaves nothing to be read for. */
export function readingLater(result: LookResult, need: Need): LookResult {
  const { readBy: before, ...writeBack } = result.writeBack;
  if (need === 'now') {
    const { overwroteIn: _, ...asRead } = writeBack;
    return { ...result, writeBack: asRead };
  }
  const readBy = before ?? (need === 'soon' ? result.claim.now + SOON_MS : undefined);
  if (result.ended || readBy === undefined) return { ...result, writeBack };
  return {
    ...result,
    writeBack: { ...writeBack, readBy },
    nextLookAt: Math.min(result.nextLookAt ?? readBy, readBy),
  };
}
