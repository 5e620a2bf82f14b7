/** A build in which looking at one ticket ends or stops the process: `node --import` with POISON=ticket and POISON_KIND=crash|hang. */
import { loadWith, type Patch } from './patches.ts';

const LOOK =
  'export async function look(claim: Claim, ports: LookPorts, need: Need, fewDue = true): Promise<LookOutcome> {\n';

export const POISON: Patch = {
  file: 'flow/look.ts',
  before: LOOK,
  after: `${LOOK}if (claim.ticketId === process.env['POISON']) {
    if (process.env['POISON_KIND'] === 'crash') process.kill(process.pid, 'SIGKILL');
    for (;;);
  }\n`,
};

if (process.env['POISON'] !== undefined) loadWith([POISON]);
