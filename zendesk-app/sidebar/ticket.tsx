// A judged ticket from top to bottom: who is this customer, what do we owe them, until when, who else must act, and why.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { TicketSupport } from '#schema/generated/support.ts';
import { flushSync } from 'react-dom';
import { SidebarProvider, type PanelName, type Sidebar } from './context.ts';
import { AdviceLines } from './advice.tsx';
import { brokenTimers } from './counts.ts';
import { Detail, loadDetails } from './detail.tsx';
import { Folds } from './folds.tsx';
import { Header } from './header.tsx';
import { refusalText } from './refusal-text.ts';
import { Notices } from './notices.tsx';
import { Panel, PANEL_ID } from './panel.tsx';
import { Row, Stack, TextButton } from './parts.tsx';
import { DowntimeLine, HoursLine, LevelLine, RequesterLine } from './standing.tsx';
import { Timers } from './timers.tsx';
import type { Sidecar } from '../api/sidecar.ts';
import type { Watch } from '../api/watch.ts';
import type { Host } from '../zaf/host.ts';
import type { Translate } from './text/messages.ts';
import type { Zone } from './text/instant.ts';

export interface TicketProps {
  readonly t: Translate;
  readonly zone: Zone;
  readonly now: number;
  readonly support: TicketSupport;
  readonly host: Host;
  readonly sidecar: Sidecar;
  readonly watch: Watch;
  readonly trouble: React.ReactNode;
}

const PANEL_TITLES = {
  why: 'why.title',
  priority: 'priority.title',
  receipt: 'receipt.title',
  whatIf: 'whatIf.title',
  escalate: 'escalate.title',
  cause: 'cause.title',
  keys: 'keys.title',
} as const;

export function Ticket(props: TicketProps) {
  const { t, zone, now, support, host, sidecar, watch, trouble } = props;
  // At hand when it is wanted, and when the network is gone. Where it fails it is tried again when it is wanted.
  useEffect(() => void loadDetails().catch(() => undefined), []);
  const { panel, open, close } = usePanel();
  const { act, busy } = useActs(props);
  const sidebar = useMemo<Sidebar>(
    () => ({
      t,
      zone,
      now,
      support,
      host,
      actsOff: busy || trouble !== null,
      act,
      whatIf: (change) => sidecar.whatIf(support.ticketId, change),
      open,
      refresh: watch.refresh,
    }),
    [t, zone, now, support, host, busy, trouble, act, sidecar, open, watch],
  );
  const opened = panel ? <OpenPanel name={panel} t={t} onClose={close} /> : null;
  return (
    <SidebarProvider value={sidebar}>
      <Header />
      {panel === 'why' || panel === 'priority' ? opened : null}
      {trouble}
      <Notices />
      <Detail name="memberships" />
      <Timers />
      <Detail name="zendeskSla" />
      {panel === 'receipt' || panel === 'whatIf' || panel === 'cause' ? opened : null}
      <LevelLine />
      {panel === 'escalate' ? opened : null}
      <Stack $gap={2}>
        <HoursLine />
        <DowntimeLine />
        <RequesterLine />
        <AdviceLines />
      </Stack>
      <Folds />
      {panel === 'keys' ? opened : null}
      <Row style={{ columnGap: 8 }}>
        {brokenTimers(support, now)[0]?.look === 'BREACHED' ? (
          <TextButton onClick={() => open('cause')} data-panel="cause">
            {t('cause.link')}
          </TextButton>
        ) : null}
        {support.timers.length > 0 ? (
          <TextButton onClick={() => open('receipt')} data-panel="receipt">
            {t('links.receipt')}
          </TextButton>
        ) : null}
        <TextButton onClick={() => open('whatIf')} data-panel="whatIf">
          {t('links.whatIf')}
        </TextButton>
        <TextButton onClick={() => open('priority')} data-panel="priority">
          {t('links.priority')}
        </TextButton>
        <TextButton onClick={watch.refresh}>{t('links.refresh')}</TextButton>
        <TextButton onClick={() => open('keys')} data-panel="keys">
          {t('links.keys')}
        </TextButton>
      </Row>
      <Detail name="listening" />
    </SidebarProvider>
  );
}

function OpenPanel({
  name,
  t,
  onClose,
}: {
  readonly name: PanelName;
  readonly t: Translate;
  readonly onClose: () => void;
}) {
  return (
    <Panel key={name} title={t(PANEL_TITLES[name])} onClose={onClose}>
      <Detail name={name} />
    </Panel>
  );
}

/** One panel at a time; closing it gives the focus back to what opened it. */
function usePanel() {
  const [panel, setPanel] = useState<PanelName | null>(null);
  const opener = useRef<Element | null>(null);
  const close = useCallback(() => {
    setPanel(null);
    const link = document.querySelector<HTMLElement>(`[data-panel="${panel ?? ''}"]`);
    if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    else link?.focus();
  }, [panel]);
  const open = useCallback(
    (name: PanelName) => {
      if (panel === name) {
        close();
        return;
      }
      // From one panel to another: the first one goes, and what opened it gets the focus in the end.
      const from = document.activeElement;
      if (!from?.closest(`#${PANEL_ID}`)) opener.current = from === document.body ? null : from;
      setPanel(name);
    },
    [panel, close],
  );
  return { panel, open, close };
}

/** Runs acts one at a time; whoever asked for one shows what the sidecar said against it. */
function useActs({ watch, t, host }: Pick<TicketProps, 'watch' | 't' | 'host'>) {
  const [busy, setBusy] = useState(false);
  const act = useCallback<Sidebar['act']>(
    async (name, values) => {
      const pressed = document.activeElement;
      const around = placeAround(pressed);
      setBusy(true);
      const result = await watch.act(name, values);
      // At once, so that what was pressed, and off meanwhile, can have the focus back; where it is gone, its fold or panel.
      flushSync(() => setBusy(false));
      if (document.activeElement === document.body) (pressed?.isConnected ? focusable(pressed) : around)?.focus();
      if (result.kind === 'done') host.notify(t(name === 'retryWriteBack' ? 'act.retrying' : 'act.done'), 'notice');
      const view = watch.view();
      return refusalText(result, t, view.kind === 'shown' ? view.support : null);
    },
    [watch, t, host],
  );
  return { act, busy };
}

/** What keeps the focus when the pressed thing goes with what it did: the summary of its fold, or the panel's heading. */
function placeAround(element: Element | null): HTMLElement | null {
  const fold = element?.closest('details')?.querySelector('summary');
  return fold ?? element?.closest(`#${PANEL_ID}`)?.querySelector('h2') ?? null;
}

function focusable(element: Element): HTMLElement | null {
  return element instanceof HTMLElement ? element : null;
}
