/** Act: what a person does in the sidebar becomes a fact of the ticket, once, or is refused with what stands in the way. */
import type { ActEvent, FactEvent } from '#core/facts/facts.ts';
import { judge, refusal } from '#core/judge/judge.ts';
import { isAside } from './aside.ts';
import { actorName } from './actor-name.ts';
import { endOf, refusedByEnd } from './ended.ts';
import type { Actor, AuditLog } from './ports/store.ts';
import { done, refused } from './refused.ts';
import type { Outcome } from './refused.ts';
import { awaiting, nowFor, policyOf, rowOf, viewOf, withActs } from './support.ts';
import type { ReadPorts, SupportView } from './support.ts';

/** The act without its instant, which the step adds. */
export type ActWish = ActEvent extends infer One ? (One extends ActEvent ? Omit<One, 'at'> : never) : never;

export interface ActRequest {
  readonly ticketId: string;
  readonly wish: ActWish;
  readonly by: Actor;
  /** Two requests for the same with one key are one act and get one answer; a key that stands for another gives CONFLICT. */
  readonly key: string;
}
export type ActPorts = ReadPorts & { readonly audit: AuditLog };

export async function act(request: ActRequest, ports: ActPorts): Promise<Outcome<SupportView>> {
  const { ticketId, wish, by, key } = request;
  const row = await rowOf(ticketId, ports);
  if (row.kind === 'missing') return refused('NOT_FOUND', `There is no ticket ${ticketId}.`);
  if (row.kind === 'unavailable') return refused('UNAVAILABLE', row.message);
  const policy = policyOf(row.value, ports.registry);
  if (policy === null || row.value.facts === null) {
    const { writeBack } = row.value;
    if (isAside(writeBack)) return refused('UNAVAILABLE', writeBack.lastError ?? '');
    return refused('NOT_FOUND', 'No policy is published that could apply to the ticket.');
  }
  const acts = await ports.tickets.acts(ticketId);
  const facts = withActs(
    row.value.facts,
    acts.map(({ event }) => event),
  );
  const now = await nowFor(row.value, ports.clock);
  const isRepeated = acts.some((each) => each.key === key);
  const event = { at: now, ...wish } as ActEvent;
  const why = isRepeated ? null : (refusedByEnd(endOf(row.value), wish.kind) ?? refusal(policy, facts, event));
  const words = { actor: actorName(by), role: by.role, action: wish.kind, subject: `ticket ${ticketId}` };
  if (why !== null) {
    await ports.audit.append({ ...words, detail: JSON.stringify(wish), outcome: `refused: ${why.code}` });
    return refused(why.code, why.message, [{ message: why.message, blockedBy: why.blockedBy }]);
  }
  const outcome = await ports.tickets.addAct({
    ticketId,
    event,
    by,
    key,
    action: wish.kind,
    detail: JSON.stringify(wish),
    decidedOn: acts.length,
  });
  // Two people at once: the second is told what the first did. It ends, as each time somebody's act was added.
  if (outcome === 'stale') return act(request, ports);
  if (outcome === 'other')
    return refused('CONFLICT', 'The idempotency key stands for another act. Nothing was changed.');
  // The answer is judged here; the look writes it down and back, now where the ticket is free, else by its holder.
  await ports.worker.lookNow(ticketId);
  const all: readonly FactEvent[] = [...acts.map((each) => each.event), ...(isRepeated ? [] : [event])];
  const judgement = judge(policy, withActs(facts, all), now);
  const fresh = (await ports.tickets.find(ticketId)) ?? row.value;
  return done(await viewOf(awaiting(fresh, all, judgement), judgement, policy, now, ports));
}
