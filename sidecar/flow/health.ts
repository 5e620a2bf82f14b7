/** Health: what the sidecar needs, which of it is missing, and how much waits. One answer for probes, metrics and admins. */
import { clocksDiffer, type ClockWatch } from './clock-watch.ts';
import type { PolicyRegistry } from './ports/policies.ts';
import type { Agenda } from './ports/store.ts';
import type { Standing } from './standing.ts';

/** `full`, `read_only`: it answers but takes no writes. */
export type DatabaseState = 'ready' | 'absent' | 'behind' | 'full' | 'read_only';

/** One thing that the sidecar needs. `detail` is safe to show: no address, no secret. */
export interface Cause {
  readonly name: 'database' | 'zendesk' | 'policies' | 'clock';
  readonly ready: boolean;
  /** False: shown, but the sidecar works without it: events are stored, reads are answered. */
  readonly required: boolean;
  readonly detail: string | null;
}
export interface Health {
  readonly ready: boolean;
  readonly causes: readonly Cause[];
  /** Null: the database does not answer. */
  readonly backlog: Awaited<ReturnType<Agenda['backlog']>> | null;
}
export interface HealthPorts {
  readonly databaseState: () => Promise<DatabaseState>;
  readonly registry: PolicyRegistry;
  readonly standing: Standing;
  readonly clocks: Pick<ClockWatch, 'offset'>;
  readonly agenda: Pick<Agenda, 'backlog'>;
  /** Judges tickets without a contract; null: the policy that was published first. */
  readonly defaultPolicy: string | null;
}

/** Never fails: what cannot be asked is a cause. */
export async function causesOf(ports: HealthPorts): Promise<readonly Cause[]> {
  const [state, refusedSince] = await Promise.all([ports.databaseState(), ports.standing.refusedSince()]);
  const ids = ports.registry.ids();
  const { defaultPolicy } = ports;
  const lacksDefault = defaultPolicy !== null && !ids.includes(defaultPolicy);
  const unread = ports.registry.unread();
  const published = [
    `${String(ids.length)} published`,
    ...unread.map((name) => `${name} cannot be read by this program: see its log`),
  ].join('; ');
  return [
    { name: 'database', ready: state === 'ready', required: true, detail: DATABASE[state] },
    {
      name: 'zendesk',
      ready: refusedSince === null,
      required: false,
      detail: refusedSince === null ? null : `refuses the OAuth client since ${new Date(refusedSince).toISOString()}`,
    },
    {
      name: 'policies',
      ready: ids.length > 0 && !lacksDefault && unread.length === 0,
      required: false,
      detail: lacksDefault ? `${published}; DEFAULT_POLICY ${defaultPolicy} is not` : published,
    },
    clockCause(ports.clocks.offset()),
  ];
}

/** Only shown: nobody but the machine's owner can say which of the clocks is right. */
function clockCause(offsetMs: number | null): Cause {
  const differ = clocksDiffer(offsetMs);
  const [seconds, early] = [Math.round(Math.abs(offsetMs ?? 0) / 1_000), (offsetMs ?? 0) > 0];
  const words = `the database's clock is ${String(seconds)} s ${early ? 'ahead of' : 'behind'} Zendesk's: timers fire ${early ? 'early' : 'late'}`;
  return { name: 'clock', ready: !differ, required: false, detail: differ ? words : null };
}

const DATABASE: Readonly<Record<DatabaseState, string | null>> = {
  ready: null,
  absent: 'it does not answer',
  full: 'it takes no writes: its disk is full; make room, nothing has to be restarted',
  read_only: 'it takes no writes: DATABASE_URL names a standby, or a user who may only read',
  behind: 'its schema is older than this program: tierline migrate',
};

export async function health(ports: HealthPorts): Promise<Health> {
  const [causes, backlog] = await Promise.all([causesOf(ports), ports.agenda.backlog().catch(() => null)]);
  return { ready: causes.every((cause) => cause.ready || !cause.required), causes, backlog };
}
