/** The role of a proven user, as Zendesk says it now: asked again every minute, and fail closed. */
import type { Purpose, RoleReading, Viewer } from './viewer.ts';

/** Asks Zendesk; rejected or `unknown`: Zendesk cannot be asked. */
export type RoleLookUp = (userId: string) => Promise<RoleReading>;

const FRESH = 60_000;
const READ_ON = 300_000;
const REMEMBERED = 2_000;

interface Remembered {
  readonly reading: RoleReading;
  readonly at: number;
}

/** One memory of roles for all sessions of the process. `elapsed`: a clock that only measures how old it is, in ms. */
export function createRoles(
  lookUp: RoleLookUp,
  elapsed: () => number,
): (userId: string, purpose: Purpose) => Promise<RoleReading> {
  const remembered = new Map<string, Remembered>();
  const underWay = new Map<string, Promise<RoleReading>>();

  const ask = async (userId: string): Promise<RoleReading> => {
    const reading = await lookUp(userId).catch((): RoleReading => ({ kind: 'unknown' }));
    if (reading.kind !== 'unknown') {
      remembered.delete(userId);
      remembered.set(userId, { reading, at: elapsed() });
      const oldest = remembered.keys().next();
      if (remembered.size > REMEMBERED && oldest.done !== true) remembered.delete(oldest.value);
    }
    return reading;
  };

  return async (userId, purpose) => {
    const known = remembered.get(userId);
    if (known !== undefined && elapsed() - known.at < FRESH) return known.reading;
    let asking = underWay.get(userId);
    if (asking === undefined) {
      asking = ask(userId).finally(() => underWay.delete(userId));
      underWay.set(userId, asking);
    }
    const reading = await asking;
    const mayReadOn = purpose === 'read' && known !== undefined && elapsed() - known.at < READ_ON;
    return reading.kind === 'unknown' && mayReadOn ? known.reading : reading;
  };
}

/** A viewer whose role is looked up whenever it matters. */
export function viewerWithSession(
  userId: string,
  roles: ReturnType<typeof createRoles>,
  leftMs: Viewer['leftMs'],
): Viewer {
  return { id: userId, proven: true, role: (purpose) => roles(userId, purpose), leftMs };
}
