// Where there is no saved ticket: beside a new one, and beside an organization. What was the customer promised?
import { useEffect, useState } from 'react';
import type { OrganizationSupport } from '#schema/generated/support.ts';
import type { Fetched, Sidecar } from '../api/sidecar.ts';
import type { Customer as Whose } from '../zaf/customer.ts';
import type { Host } from '../zaf/host.ts';
import { CustomerView } from './customer-view.tsx';
import { Loading, Message } from './states.tsx';
import type { Translate } from './text/messages.ts';
import type { Zone } from './text/instant.ts';

/** What a new ticket would be promised is promised from now on. */
const RENEW_MS = 60_000;
const EVENTS = ['ticket.organization.changed', 'ticket.requester.id.changed', 'app.activated'];

export interface CustomerProps {
  readonly t: Translate;
  readonly zone: Zone;
  readonly host: Host;
  readonly sidecar: Sidecar;
}

interface Found {
  readonly whose: Whose;
  /** Null: no organization is chosen. */
  readonly answer: Fetched<OrganizationSupport | null> | null;
  /** Epoch ms of the browser's clock. */
  readonly at: number;
}

export default function Customer(props: CustomerProps) {
  const { t, host } = props;
  const { found, again } = useFound(props);
  if (!found) return <Loading t={t} />;
  const { answer, whose, at } = found;
  if (answer === null) return <Message title={t('customer.choose')} text={t('customer.chooseText')} />;
  if (answer.kind !== 'data') {
    const [title, text] = FAILURES[answer.kind];
    const words = answer.kind === 'fault' ? t('down.faultText', { message: answer.message }) : t(text);
    return <Message title={t(title)} text={words} again={{ label: t('down.again'), onPress: again }} />;
  }
  if (answer.data === null) return <Message title={t('customer.unknown')} text={t('customer.unknownText')} />;
  return (
    <CustomerView
      {...props}
      now={at}
      support={answer.data}
      requesterId={whose.requesterId}
      isNew={host.place === 'newTicket'}
    />
  );
}

const FAILURES = {
  unreachable: ['down.title', 'act.failed'],
  unauthorized: ['down.unauthorizedTitle', 'down.unauthorizedText'],
  fault: ['down.faultTitle', 'down.faultText'],
} as const;

/** Asks on opening, when another requester or organization is chosen, and every minute in which somebody looks. */
function useFound({ host, sidecar }: CustomerProps) {
  const [found, setFound] = useState<Found | null>(null);
  const [round, setRound] = useState(0);
  const again = () => setRound((count) => count + 1);
  useEffect(() => {
    const undo = EVENTS.map((event) => host.on(event, again));
    const timer = setInterval(() => document.hidden || again(), RENEW_MS);
    return () => {
      clearInterval(timer);
      for (const stop of undo) stop();
    };
  }, [host]);
  useEffect(() => {
    let current = true;
    void ask(host, sidecar).then((answer) => current && setFound(answer));
    return () => {
      current = false;
    };
  }, [host, sidecar, round]);
  return { found, again };
}

async function ask(host: Host, sidecar: Sidecar): Promise<Found> {
  const whose = await host.customer();
  const answer = whose.organizationId === null ? null : await sidecar.organization(whose.organizationId);
  return { whose, answer, at: Date.now() };
}
