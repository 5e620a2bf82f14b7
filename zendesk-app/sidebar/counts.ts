// How much is behind each fold, without loading what draws it.
import type { Contact, TicketSupport } from '#schema/generated/support.ts';
import { byUrgency, type TimerView } from './timer-view.ts';

export interface People {
  readonly route: Contact | null;
  readonly level: readonly Contact[];
  /** Those to verify a requester with, else all whom the contract names. */
  readonly named: readonly Contact[];
}

export function reachable({ requester, contract, level, route }: TicketSupport): People {
  const direct = [route?.details ?? [], level?.contacts ?? []].flat();
  const all = requester.namedContacts.length > 0 ? requester.namedContacts : (contract?.contacts ?? []);
  const named = all.filter((one) => !direct.some((other) => samePerson(one, other)));
  return { route: route?.details ?? null, level: level?.contacts ?? [], named: onceEach(named) };
}

/** Each person once, with all their roles. */
export function onceEach(people: readonly Contact[]): Contact[] {
  const once: Contact[] = [];
  for (const person of people) {
    const at = once.findIndex((other) => samePerson(person, other));
    const known = once[at];
    if (known) once[at] = { ...known, role: `${known.role} · ${person.role}` };
    else once.push(person);
  }
  return once;
}

function samePerson(a: Contact, b: Contact): boolean {
  return a.name !== null && a.name === b.name && a.email === b.email && a.phone === b.phone;
}

/** Whether the policy knows anybody to go on to. */
export function canEscalate({ level, escalation }: TicketSupport): boolean {
  return (level?.handOffs.length ?? 0) + escalation.steps.length > 0;
}

export function peopleCount(support: TicketSupport): number {
  const { route, level, named } = reachable(support);
  return named.length + level.length + (route ? 1 : 0);
}

export function timersByHand({ choices }: TicketSupport): number {
  return choices.startTimers.length + choices.completeTimers.length + choices.agreeInstants.length;
}

/** Promises that are broken, whether met since or not, most urgent first. */
export function brokenTimers({ timers }: Pick<TicketSupport, 'timers'>, now: number): TimerView[] {
  return byUrgency(timers, now).filter(({ look }) => look === 'BREACHED' || look === 'BREACHED_MET');
}

/** Duties and required information: done, of all. */
export function todoCount({ duties, intake }: TicketSupport): { count: number; total: number } {
  const required = intake.items.filter((item) => !item.optional);
  const count = duties.filter((duty) => duty.state !== 'OPEN').length + required.filter((item) => item.given).length;
  return { count, total: duties.length + required.length };
}
