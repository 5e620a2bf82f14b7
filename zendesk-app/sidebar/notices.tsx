// What changes what the agent may do, most important first.
import { useAct } from './acting.tsx';
import { choosePriority } from './choose-priority.ts';
import { useSidebar, type Sidebar } from './context.ts';
import { openFold } from './focus.ts';
import { Notice, type Tone } from './notice.tsx';
import { TextButton, SmallButton } from './parts.tsx';
import { instantText } from './text/instant.ts';

type Action = 'contacts' | 'why' | 'retryWriteBack' | 'priorities' | 'derived';

export interface NoticeFacts {
  readonly id: string;
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
  readonly actions: readonly Action[];
}

export function Notices() {
  const sidebar = useSidebar();
  return (
    <>
      {noticesOf(sidebar).map(({ id, tone, title, text, actions }) => (
        <Notice key={id} tone={tone} title={title} text={text}>
          {actions.length > 0 ? actions.map((action) => <NoticeAction key={action} action={action} />) : null}
        </Notice>
      ))}
    </>
  );
}

function NoticeAction({ action }: { readonly action: Action }) {
  const { t, support, open, host } = useSidebar();
  switch (action) {
    case 'contacts':
      return (
        <TextButton onClick={() => openFold('contacts')}>
          {t('notice.showContacts', { count: support.requester.namedContacts.length })}
        </TextButton>
      );
    case 'why':
      return (
        <TextButton onClick={() => open('why')} data-panel="why">
          {t('notice.clause')}
        </TextButton>
      );
    case 'retryWriteBack':
      return <RetryWriteBack />;
    case 'priorities':
      return support.choices.priorities.map(({ id, title, zendesk }) =>
        zendesk === null ? null : (
          <SmallButton key={id} onClick={() => void choosePriority(zendesk, { t, host })}>
            {id} {title}
          </SmallButton>
        ),
      );
    case 'derived':
      return <BackToDerived />;
  }
}

function RetryWriteBack() {
  const { t, actsOff } = useSidebar();
  const { act, refusal } = useAct();
  return (
    <div>
      {refusal}
      <TextButton disabled={actsOff} onClick={() => void act('retryWriteBack', {})}>
        {t('notice.writeRetry')}
      </TextButton>
    </div>
  );
}

/** The way back from a priority set by hand to the policy's. */
function BackToDerived() {
  const sidebar = useSidebar();
  const { t, support } = sidebar;
  const derived = support.choices.priorities.find(({ id }) => id === support.priority?.derived);
  if (!derived?.zendesk) return null;
  const { id, zendesk } = derived;
  return (
    <TextButton onClick={() => void choosePriority(zendesk, sidebar)}>
      {t('notice.setDerived', { priority: id })}
    </TextButton>
  );
}

/** The notices of a judgement, in order of weight. */
export function noticesOf(sidebar: Pick<Sidebar, 't' | 'support' | 'now' | 'zone'>): NoticeFacts[] {
  const { support } = sidebar;
  const found = [
    endNotice(sidebar),
    requesterNotice(sidebar),
    support.contract ? coverageNotice(sidebar) : null,
    channelNotice(sidebar),
    priorityNotice(sidebar),
    certificationNotice(sidebar),
    routeNotice(sidebar),
    writeBackNotice(sidebar),
    silenceNotice(sidebar),
  ];
  return found.filter((notice) => notice !== null);
}

type Part = Pick<Sidebar, 't' | 'support' | 'now' | 'zone'>;

function endNotice({ t, support: { ended } }: Part): NoticeFacts | null {
  if (!ended) return null;
  return { id: 'closed', tone: 'info', title: t(`notice.${ended}`), text: t(`notice.${ended}Text`), actions: [] };
}

function requesterNotice({ t, support, now, zone }: Part): NoticeFacts | null {
  const { verdict, namedContacts } = support.requester;
  const organization = support.contract?.organization ?? t('level.CUSTOMER');
  const actions: Action[] = namedContacts.length > 0 ? ['contacts', 'why'] : ['why'];
  if (verdict === 'EMERGENCY') {
    const dues = support.duties.flatMap(({ state, dueAt }) => (state === 'OPEN' && dueAt ? [Date.parse(dueAt)] : []));
    const due = dues.length > 0 ? t('notice.emergencyDue', { time: instantText(Math.min(...dues), now, zone) }) : '';
    const text = t('notice.emergencyText', { organization, due });
    return { id: 'emergency', tone: 'danger', title: t('notice.emergency'), text, actions };
  }
  if (verdict !== 'NOT_APPROVED' || !support.contract) return null;
  const text = t('notice.notApprovedText', { organization, count: namedContacts.length });
  return { id: 'not-approved', tone: 'warning', title: t('notice.notApproved'), text, actions };
}

function coverageNotice({ t, support }: Part): NoticeFacts | null {
  const { coverage, contract } = support;
  const why = coverage.reasons[0]?.text ?? '';
  const actions: Action[] = ['why'];
  if (contract?.status === 'UNPAID')
    return { id: 'unpaid', tone: 'danger', title: t('notice.unpaid'), text: why, actions };
  if (contract?.status === 'ENDED')
    return { id: 'ended', tone: 'warning', title: t('notice.ended'), text: why, actions };
  if (coverage.verdict === 'BILLABLE' && coverage.fee) {
    const text = t('notice.billableText', { service: coverage.service?.title ?? '', rate: coverage.fee.rate });
    return { id: 'billable', tone: 'info', title: t('notice.billable'), text, actions };
  }
  if (coverage.verdict === 'NOT_COVERED') {
    return { id: 'not-covered', tone: 'info', title: t('notice.notCovered'), text: why, actions };
  }
  if (coverage.verdict === 'LIMITED')
    return { id: 'limited', tone: 'info', title: t('notice.limited'), text: why, actions };
  return null;
}

function channelNotice({ t, support }: Part): NoticeFacts | null {
  const { allowed, channels } = support.channel;
  if (allowed || channels.length === 0) return null;
  const text = t('notice.channelText', { channels: channels.join(', ') });
  return { id: 'channel', tone: 'info', title: t('notice.channel'), text, actions: [] };
}

function priorityNotice({ t, support }: Part): NoticeFacts | null {
  const { priority, contract } = support;
  if (!priority) {
    const choosable = support.choices.priorities.some(({ zendesk }) => zendesk !== null);
    const needed = contract !== null && choosable && support.coverage.verdict !== 'NOT_COVERED';
    if (!needed) return null;
    const title = t('notice.noPriority');
    return { id: 'no-priority', tone: 'info', title, text: t('notice.noPriorityText'), actions: ['priorities'] };
  }
  if (priority.overriddenBy === null || priority.derived === null || priority.derived === priority.id) return null;
  const values = { who: priority.overriddenBy, set: priority.id, derived: priority.derived };
  const text = t('notice.overriddenText', values);
  return { id: 'overridden', tone: 'info', title: t('notice.overridden'), text, actions: ['derived'] };
}

function certificationNotice({ t, support }: Part): NoticeFacts | null {
  const { certification, reasons } = support.requester;
  if (certification !== 'EXPIRED' && certification !== 'EXPIRING') return null;
  const tone = certification === 'EXPIRED' ? 'warning' : 'info';
  const text = reasons.at(-1)?.text ?? '';
  return { id: 'certification', tone, title: t(`notice.certification${certification}`), text, actions: [] };
}

function routeNotice({ t, support }: Part): NoticeFacts | null {
  const { route } = support;
  if (!route) return null;
  const contact = route.details?.name ?? route.contact;
  const title = t(route.standsIn ? 'notice.routeFallback' : 'notice.route', { contact });
  return { id: 'route', tone: 'info', title, text: route.reasons[0]?.text ?? '', actions: [] };
}

function writeBackNotice({ t, support }: Part): NoticeFacts | null {
  const { state, wantedPriority, wantedTags, lastError } = support.writeBack;
  if (state !== 'FAILED') return null;
  const wanted = [wantedPriority, ...wantedTags].filter((word) => word !== null).join(', ');
  const text = t('notice.writeFailedText', { wanted, error: lastError ?? '' });
  return { id: 'write-back', tone: 'warning', title: t('notice.writeFailed'), text, actions: ['retryWriteBack'] };
}

function silenceNotice({ t, support, now, zone }: Part): NoticeFacts | null {
  const { silence } = support;
  if (!silence || Date.parse(silence.dueAt) > now) return null;
  const title = t('notice.silence', { since: instantText(Date.parse(silence.since), now, zone) });
  return { id: 'silence', tone: 'info', title, text: t('notice.silenceText', { do: silence.do }), actions: [] };
}
