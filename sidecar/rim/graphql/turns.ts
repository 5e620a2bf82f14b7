/**
 * The parts of a dear question are answered one after the other: asked all at once, their rows come back in one turn of the
 * loop and are judged in one piece, and every webhook waits for all of them at each of its steps.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Services } from './services.ts';

/** `services`, of whose answers one begins when the one before has come. Mutations are done in order anyway. */
export function inTurns(services: Services): Services {
  let last: Promise<unknown> = Promise.resolve();
  const one = <Asked extends readonly unknown[], Answer>(ask: (...asked: Asked) => Promise<Answer>) => {
    return (...asked: Asked): Promise<Answer> => {
      const answer = last.then(() => nextTurn()).then(() => ask(...asked));
      last = answer.catch(() => undefined);
      return answer;
    };
  };
  return {
    ...services,
    ticketSupport: one(services.ticketSupport),
    organizationSupport: one(services.organizationSupport),
    whatIf: one(services.whatIf),
    queue: one(services.queue),
    policies: one(services.policies),
    policy: one(services.policy),
    attainment: one(services.attainment),
    auditLog: one(services.auditLog),
  };
}
