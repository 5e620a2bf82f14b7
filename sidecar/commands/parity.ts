// `tierline parity [TICKET…]`: our due times beside Zendesk's own SLA, each difference with its name.
import { defineCommand } from 'citty';
import type { TimerState } from '#core/judge/judgement.ts';
import { parityOf, type OwnTimer, type Parity } from '#core/plan/parity.ts';
import { parseDuration } from '#rim/graphql/time-words.ts';
import { createSlaReader } from '#rim/zendesk/slas.ts';
import { accountSettings, runningSidecar, type Sidecar } from './ask.ts';
import { count, paint } from './print.ts';
import { BadUse, FINE, NO, NoAnswer } from './status.ts';

const MOST = 100;

interface Timer {
  readonly metric: string;
  readonly state: string;
  readonly target: string;
  readonly startedAt: string;
  readonly dueAt: string | null;
  readonly receipt: readonly { readonly from: string; readonly to: string; readonly kind: string }[];
}
interface Support {
  readonly writeBack: { readonly wantedPriority: string | null };
  readonly timers: readonly Timer[];
}
const QUEUE = `query ($first: Int!) { queue(first: $first) { nodes { ticketId } } }`;
const SUPPORT = `query ($id: ID!) {
  ticketSupport(ticketId: $id) {
    writeBack { wantedPriority }
    timers { metric state target startedAt dueAt receipt { from to kind } }
  }
}`;

export const parity = defineCommand({
  args: {
    tickets: {
      type: 'positional',
      required: false,
      description: 'Numbers of tickets; default: the first of the queue',
    },
    first: {
      type: 'string',
      description: 'How many of the queue, at most 100',
      valueHint: 'number',
      default: '20',
    },
    all: { type: 'boolean', description: 'Show what is equal, too' },
    json: { type: 'boolean', description: 'Print data only' },
  },
  run: async ({ args }) => {
    const first = Number(args.first);
    if (!Number.isInteger(first) || first < 1 || first > MOST) throw new BadUse('--first must be 1 to 100');
    const sidecar = runningSidecar();
    const slas = createSlaReader(accountSettings());
    const rows: (Parity & { readonly ticket: string })[] = [];
    const tickets = args._.length > 0 ? args._ : await queued(sidecar, first);
    for (const ticket of tickets) {
      const { ticketSupport: support } = await sidecar.ask<{ ticketSupport: Support | null }>(SUPPORT, { id: ticket });
      if (support === null) throw new NoAnswer(`there is no ticket ${ticket}`);
      const sla = await slas.ofTicket(ticket);
      if (!sla.ok) throw new NoAnswer(`the SLA of ticket ${ticket} cannot be read: ${sla.failure.message}`);
      const { wantedPriority } = support.writeBack;
      const samePriority = wantedPriority === null || wantedPriority === sla.value.priority;
      const compared = parityOf(support.timers.map(toOwnTimer), sla.value.timers, samePriority);
      rows.push(...compared.map((row) => ({ ticket, ...row })));
    }
    const open = rows.filter(({ kind }) => kind === 'unexplained').length;
    if (args.json === true) console.log(JSON.stringify({ tickets: tickets.length, rows: rows.map(readable) }, null, 2));
    else {
      for (const row of rows) if (args.all === true || row.kind !== 'equal') console.log(lineOf(row));
      console.log(summary(rows, tickets.length));
    }
    return open > 0 ? NO : FINE;
  },
});

async function queued(sidecar: Sidecar, first: number): Promise<readonly string[]> {
  const { queue } = await sidecar.ask<{ queue: { nodes: readonly { ticketId: string }[] } }>(QUEUE, { first });
  return queue.nodes.map(({ ticketId }) => ticketId);
}

function toOwnTimer({ metric, state, target, startedAt, dueAt, receipt }: Timer): OwnTimer {
  const length = (...kinds: readonly string[]): number =>
    receipt
      .filter(({ kind }) => kinds.includes(kind))
      .reduce((all, span) => all + Date.parse(span.to) - Date.parse(span.from), 0);
  return {
    metric,
    state: state.toLowerCase() as TimerState,
    targetMs: parseDuration(target),
    startedAt: Date.parse(startedAt),
    dueAt: dueAt === null ? null : Date.parse(dueAt),
    closedMs: length('CLOSED', 'HOLIDAY'),
    pausedMs: length('PAUSED'),
  };
}

type Row = Parity & { readonly ticket: string };

function readable({ here, zendesk, ...row }: Row): object {
  return { ...row, here: instant(here), zendesk: instant(zendesk) };
}
function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
function lineOf({ ticket, metric, zendeskMetric, kind, here, zendesk }: Row): string {
  const colour = kind === 'equal' ? 'green' : kind === 'unexplained' ? 'red' : 'yellow';
  const times = `here ${instant(here) ?? '–'}  Zendesk ${instant(zendesk) ?? '–'}`;
  return `${ticket}  ${paint(colour, kind.padEnd(17))} ${zendeskMetric ?? metric}  ${paint('dim', times)}`;
}
function summary(rows: readonly Row[], tickets: number): string {
  const kinds = [...Map.groupBy(rows, ({ kind }) => kind)].map(([kind, list]) => `${String(list.length)} ${kind}`);
  return `${count(tickets, 'ticket')}: ${kinds.join(', ') || 'nothing to compare'}`;
}
