// A line where Zendesk's own SLA badge says something else than we do, so that nobody has to wonder which is right.
import { useEffect, useState } from 'react';
import { differences, zendeskTimers, type Difference, type ZendeskTimer } from '../api/zendesk-sla.ts';
import { useSidebar, type Sidebar } from './context.ts';
import { Icon } from './icon.tsx';
import { Inline, Small } from './parts.tsx';
import { instantText } from './text/instant.ts';

/** Asks Zendesk once for a ticket, and again when a due time of ours moves. Draws nothing where both agree. */
export function ZendeskSla() {
  const sidebar = useSidebar();
  const { support, host } = sidebar;
  const [theirs, setTheirs] = useState<readonly ZendeskTimer[]>([]);
  const dues = support.timers.flatMap(({ state, dueAt }) =>
    dueAt && (state === 'RUNNING' || state === 'BREACHED') ? [dueAt] : [],
  );
  const key = dues.join(' ');
  useEffect(() => {
    let current = key !== '';
    if (current) void host.ticketSla().then((answer) => current && setTheirs(zendeskTimers(answer)));
    return () => {
      current = false;
    };
  }, [host, key]);
  return differences(support.timers, theirs).map((one) => (
    <Inline key={one.timer.metric}>
      <Icon name="info" />
      <Small>{wordsOf(one, sidebar)}</Small>
    </Inline>
  ));
}

function wordsOf({ timer, zendesks, ours, why }: Difference, { t, now, zone }: Sidebar): string {
  const time = (at: number) => instantText(at, now, zone);
  const both = t('sla.differs', { title: timer.title, zendesks: time(zendesks), ours: time(ours) });
  return `${both} ${t(`sla.${why}`)}`;
}
