/** The strip on top: clock, who looks, width and colours of the panel, the way to the sidecar. */
import { useState, type ReactNode } from 'react';
import { WIDTHS, type Address } from './address.ts';
import {
  moveClock,
  proxy,
  resetWorld,
  roleOf,
  setNetwork,
  signIn,
  type NetworkMode,
  type Snapshot,
  type User,
} from './sandbox-api.ts';

const MINUTE = 60_000;

export interface ControlsProps {
  readonly world: Snapshot;
  readonly address: Address;
  readonly ticketId: number | null;
  go(address: Address): void;
  reload(): Promise<void>;
  tell(text: string): void;
}

const NETWORKS: Readonly<Record<'ok' | 'slow' | 'down' | 'unauthorized', string>> = {
  ok: 'fine',
  slow: 'slow (10 s)',
  down: 'down',
  unauthorized: 'refused (401)',
};

export function Controls(props: ControlsProps) {
  const { world, address, go, reload, tell } = props;
  const run = (work: () => Promise<unknown>) => {
    work()
      .then(reload)
      .catch((fault: unknown) => tell(fault instanceof Error ? fault.message : String(fault)));
  };
  return (
    <header className="strip">
      <strong className="brand">Sandbox</strong>
      <div className="control" role="group" aria-label="Clock">
        <span className="caption">Clock</span>
        <time dateTime={world.now}>{clockText(world.now)}</time>
        <button type="button" onClick={() => run(() => moveClock(10 * MINUTE))}>
          +10 min
        </button>
        <button type="button" onClick={() => run(() => moveClock(60 * MINUTE))}>
          +1 h
        </button>
        <JumpToBreach {...props} run={run} />
      </div>
      <Choice
        label="Who"
        value={String(world.me.id)}
        onChange={(id) => {
          go({ ...address, as: null });
          run(() => signIn(Number(id)));
        }}
      >
        {agents(world).map((user) => (
          <option key={user.id} value={user.id}>
            {user.name} ({roleOf(user) === 'light' ? 'light agent' : roleOf(user)})
          </option>
        ))}
      </Choice>
      <Choice label="Panel" value={String(address.w)} onChange={(w) => go({ ...address, w: Number(w) })}>
        {[...new Set([...WIDTHS, address.w])].map((width) => (
          <option key={width} value={width}>
            {width} px
          </option>
        ))}
      </Choice>
      <Choice
        label="Colours"
        value={address.scheme}
        onChange={(scheme) => go({ ...address, scheme: scheme === 'dark' ? 'dark' : 'light' })}
      >
        <option value="light">light</option>
        <option value="dark">dark</option>
      </Choice>
      <Choice
        label="Sidecar"
        value={world.network.proxy}
        onChange={(mode) => run(() => setNetwork(mode as NetworkMode))}
      >
        {Object.entries(NETWORKS).map(([mode, words]) => (
          <option key={mode} value={mode}>
            {words}
          </option>
        ))}
      </Choice>
      <button type="button" className="quiet" onClick={() => run(resetWorld)}>
        Start over
      </button>
    </header>
  );
}

/** Asks the sidecar when the ticket's next promise is due, and moves the clock one minute past it. */
function JumpToBreach(props: ControlsProps & { run(work: () => Promise<unknown>): void }) {
  const { world, ticketId, run, tell } = props;
  const [busy, setBusy] = useState(false);
  const jump = async () => {
    if (ticketId === null) return;
    setBusy(true);
    try {
      const due = await nextDue(world, ticketId);
      if (due === null) tell('No promise runs on this ticket.');
      else await moveClock(due - Date.parse(((await (await fetch('/sandbox/state')).json()) as Snapshot).now) + MINUTE);
    } finally {
      setBusy(false);
    }
  };
  return (
    <button type="button" disabled={busy || ticketId === null} onClick={() => run(jump)}>
      Jump to breach
    </button>
  );
}

const NEXT_DUE = 'query NextDue($id: ID!) { ticketSupport(ticketId: $id) { timers { state dueAt } } }';

/** Epoch ms of the earliest due time still ahead; null: none runs, or the sidecar does not say. */
async function nextDue(world: Snapshot, ticketId: number): Promise<number | null> {
  const { body } = await proxy({
    url: `${String(world.app.settings['sidecar_url'])}/graphql`,
    type: 'POST',
    secure: true,
    headers: { Authorization: 'Bearer {{jwt.token}}' },
    jwt: {
      algorithm: 'HS256',
      secret_key: '{{setting.shared_secret}}',
      expiry: 60,
      claims: { iss: world.account.subdomain, sub: String(world.me.id), role: world.me.role },
    },
    contentType: 'application/json',
    data: JSON.stringify({ query: NEXT_DUE, variables: { id: String(ticketId) } }),
  });
  const answer = JSON.parse(body || '{}') as {
    data?: { ticketSupport: { timers: { state: string; dueAt: string | null }[] } | null };
  };
  const dues = (answer.data?.ticketSupport?.timers ?? []).flatMap(({ state, dueAt }) =>
    state === 'RUNNING' && dueAt ? [Date.parse(dueAt)] : [],
  );
  return dues.length > 0 ? Math.min(...dues) : null;
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  onChange(value: string): void;
  readonly children: ReactNode;
}

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <label className="control">
      <span className="caption">{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </label>
  );
}

function agents(world: Snapshot): readonly User[] {
  return world.users.filter((user) => user.role !== 'end-user');
}

function clockText(now: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(Date.parse(now));
}
