/** Writes back what has gathered: single tickets side by side, equal ones as jobs. */
import type { Agenda } from '../ports/store.ts';
import { settle } from '../settle.ts';
import type { SettlePorts } from '../settle.ts';
import { settleMany } from '../settle-many.ts';
import type { Settling } from '../settle/settling.ts';
import type { AtWork } from './at-work.ts';
import { createGathering } from './gathering.ts';
import type { Gathering } from './gathering.ts';
import type { UnderWay } from './under-way.ts';

export interface WritingPorts extends SettlePorts {
  readonly agenda: Pick<Agenda, 'commitSettles'>;
}

/** What is added gathers, is written and then committed. */
export function createWriting(ports: WritingPorts, atWork: AtWork, underWay: UnderWay): Gathering {
  async function one(settling: Settling): Promise<void> {
    await ports.agenda.commitSettles([await settle(settling, ports)]);
  }
  async function many(group: readonly Settling[]): Promise<void> {
    await ports.agenda.commitSettles(await settleMany(group, ports));
  }
  return createGathering(atWork, (alone, groups) => {
    for (const each of alone) underWay.track(one(each), [each.claim.ticketId]);
    for (const group of groups)
      underWay.track(
        many(group),
        group.map(({ claim }) => claim.ticketId),
      );
  });
}
