/** The whole page: strip, list, ticket, apps panel. It reads the sandbox anew whenever something happens in it. */
import { useCallback, useEffect, useState } from 'react';
import { addressText, readAddress, type Address } from './address.ts';
import { Controls } from './controls.tsx';
import { listen, roleOf, signIn, snapshot, type Snapshot } from './sandbox-api.ts';
import { TicketList } from './ticket-list.tsx';
import { TicketView } from './ticket-view.tsx';

export function AgentPage({ appUrl }: { readonly appUrl: string }) {
  const [address, go] = useAddress();
  const { world, revision, reload } = useWorld();
  const [words, say] = useState<{ text: string; id: number } | null>(null);
  const tell = useCallback((text: string) => say((last) => ({ text, id: (last?.id ?? 0) + 1 })), []);
  useEffect(() => {
    document.documentElement.dataset['scheme'] = address.scheme;
  }, [address.scheme]);
  useEffect(() => {
    const { as } = address;
    const wanted = world?.users.find((user) => as !== null && roleOf(user) === as);
    if (wanted && world && roleOf(world.me) !== as) void signIn(wanted.id).then(reload);
  }, [address, world, reload]);
  if (!world) return <p className="waiting">Reading the sandbox…</p>;
  const ticketId = address.ticket ?? world.stories['custom_at_risk'] ?? world.tickets[0]?.id ?? null;
  return (
    <div className="page">
      <Controls world={world} address={address} ticketId={ticketId} go={go} reload={reload} tell={tell} />
      <div className="workspace">
        <TicketList world={world} open={ticketId} go={(ticket) => go({ ...address, ticket })} />
        {ticketId === null ? (
          <main className="ticket">There is no ticket.</main>
        ) : (
          <TicketView
            key={`${String(ticketId)} ${String(world.me.id)}`}
            appUrl={appUrl}
            world={world}
            revision={revision}
            ticketId={ticketId}
            address={address}
            tell={tell}
          />
        )}
      </div>
      <div className="toast" role="status" aria-live="polite" key={words?.id}>
        {words?.text}
      </div>
    </div>
  );
}

function useAddress(): [Address, (address: Address) => void] {
  const [address, setAddress] = useState(() => readAddress(location.search));
  useEffect(() => {
    const back = () => setAddress(readAddress(location.search));
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);
  const go = useCallback((next: Address) => {
    history.pushState(null, '', addressText(next));
    setAddress(next);
  }, []);
  return [address, go];
}

/** The sandbox's snapshot; `revision` rises with each reading. */
function useWorld() {
  const [{ world, revision }, set] = useState<{ world: Snapshot | null; revision: number }>({
    world: null,
    revision: 0,
  });
  const reload = useCallback(async () => {
    const next = await snapshot();
    set((last) => ({ world: next, revision: last.revision + 1 }));
  }, []);
  useEffect(() => {
    void reload();
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        void reload();
      }, 50);
    };
    return listen({ ticket: soon, clock: soon, network: soon, reset: soon });
  }, [reload]);
  return { world, revision, reload };
}
