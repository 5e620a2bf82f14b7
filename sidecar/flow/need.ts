/** Whether Zendesk has to be asked before anything can be decided, or may be asked a little later. */
import { saysNothingNew, seemsRepeated } from './hints.ts';
import type { LookPorts } from './look/ports.ts';
import type { Claim, LookResult } from './ports/store.ts';

/**
 * `unsure`: an event most likely repeats what is known; should it not, the export shows it. Nothing is read for it, but a
 * breach is made sure of before it is told. `soon`: no export could show it, so it is read after a while, unless that
 * happens before.
 */
export type Need = 'now' | 'soon' | 'unsure' | 'no';

const SOON_MS = 4_000;
/** What somebody did in the second of our own write is told within this time; what comes later repeats it. */
const FRESH_MS = 5_000;

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
  if (!telling.every(({ hint }) => seemsRepeated(hint, seeing))) return 'now';
  const { updatedAt } = row.seen.ticket;
  const isFresh = claim.now <= updatedAt + FRESH_MS && telling.some(({ hint }) => hint.updatedAt === updatedAt);
  return isFresh ? 'soon' : 'unsure';
}

/** The result with what is not sure any more, or again: a reading that was taken leaves no doubt. */
export function withDoubt(result: LookResult, need: Need): LookResult {
  const { unsure, readBy: before, ...writeBack } = result.writeBack;
  if (need === 'now') {
    const { overwroteIn: _, ...asRead } = writeBack;
    return { ...result, writeBack: asRead };
  }
  const isUnsure = unsure === true || need !== 'no';
  const readBy = before ?? (need === 'soon' ? result.claim.now + SOON_MS : undefined);
  const doubted = isUnsure ? { ...writeBack, unsure: true as const } : writeBack;
  if (result.ended || readBy === undefined) return { ...result, writeBack: doubted };
  return {
    ...result,
    writeBack: { ...doubted, readBy },
    nextLookAt: Math.min(result.nextLookAt ?? readBy, readBy),
  };
}
