/** The list of tickets, newest update first. */
import type { Snapshot, Ticket } from './sandbox-api.ts';

export function TicketList(props: {
  readonly world: Snapshot;
  readonly open: number | null;
  go(ticket: number): void;
}) {
  const { world, open, go } = props;
  return (
    <nav className="list" aria-label="Tickets">
      <h2>Tickets</h2>
      <ul>
        {[...world.tickets]
          .sort((a, b) => b.id - a.id)
          .map((ticket) => (
            <li key={ticket.id}>
              <a
                href={`?ticket=${String(ticket.id)}`}
                aria-current={ticket.id === open ? 'page' : undefined}
                onClick={(event) => {
                  event.preventDefault();
                  go(ticket.id);
                }}
              >
                <span className={`status ${ticket.status}`}>{ticket.status}</span>
                <span className="subject">{ticket.subject}</span>
                <span className="facts">
                  #{ticket.id} · {organizationOf(world, ticket)} · {ticket.priority ?? 'no priority'}
                </span>
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}

function organizationOf(world: Snapshot, ticket: Ticket): string {
  return world.organizations.find((one) => one.id === ticket.organization_id)?.name ?? 'no organization';
}
