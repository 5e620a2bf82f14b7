// Three lines: who has the ticket now, whether the clock is open, and who asks.
import { useSidebar, type Sidebar } from './context.ts';
import { canEscalate } from './counts.ts';
import { Icon } from './icon.tsx';
import { Inline, Line, Small, Stack, Strong, TextButton } from './parts.tsx';
import { durationText } from './text/duration.ts';
import { byUrgency } from './timer-view.ts';
import { cityOf, instantText, sameLocalTime } from './text/instant.ts';

/** `L2 · partner: Brightline   [Escalate…]` and what comes next. */
export function LevelLine() {
  const sidebar = useSidebar();
  const { t, support, open } = sidebar;
  const { level, escalation } = support;
  if (!level && escalation.steps.length === 0) return null;
  const who = <Strong>{level ? `${level.title} · ${ownerText(sidebar)}` : t('escalate.steps')}</Strong>;
  const next = nextText(sidebar);
  return (
    <Stack $gap={0}>
      {next ? who : null}
      <Line style={{ flexWrap: 'nowrap' }}>
        {next ? <Small>{next}</Small> : who}
        {canEscalate(support) ? (
          <TextButton onClick={() => open('escalate')} data-panel="escalate" style={{ flex: 'none' }}>
            {t('level.escalate')}
          </TextButton>
        ) : null}
      </Line>
    </Stack>
  );
}

/** The owner in words: a partner by name where the contract gives it. */
export function ownerText({ t, support }: Pick<Sidebar, 't' | 'support'>): string {
  const owner = support.level?.owner ?? 'VENDOR';
  const partner = support.contract?.partner;
  return owner === 'PARTNER' && partner ? t('level.partner', { name: partner }) : t(`level.${owner}`);
}

function nextText({ t, support, now }: Sidebar): string {
  const handOff = support.level?.handOffs.find((one) => one.open) ?? support.level?.handOffs[0];
  const step = support.escalation.steps.findLast((one) => one.state === 'OPEN' && one.opensWhen !== null);
  const count = handOff?.blockedBy.length ?? 0;
  const next = handOff ? t(count > 0 ? 'level.nextBlocked' : 'level.next', { level: handOff.to, count }) : '';
  const hurry = byUrgency(support.timers, now)[0]?.look === 'AT_RISK';
  return [
    hurry
      ? handOff?.open
        ? t('level.actOr', { level: handOff.to })
        : [t('level.act'), next].filter(Boolean).join(' · ')
      : next,
    step ? t('level.stepOpen', { step: step.title }) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

export function HoursLine() {
  const sidebar = useSidebar();
  const { support } = sidebar;
  if (support.hours.clock === null) return null;
  return (
    <Inline>
      <Icon name="clock" />
      <Small>{hoursText(sidebar)}</Small>
    </Inline>
  );
}

/** `Open until 20:00 New York (6h left)`: in the clock's own zone, named where it is not the agent's. */
function hoursText({ t, support, now, zone }: Sidebar): string {
  const { open, until, timeZone } = support.hours;
  if (until === null) return t(open ? 'hours.open' : 'hours.closed');
  const at = Date.parse(until);
  const there = { ...zone, timeZone: timeZone ?? zone.timeZone };
  const city = timeZone === null || sameLocalTime(at, zone, there) ? '' : ` ${cityOf(timeZone)}`;
  const text = t(open ? 'hours.openUntil' : 'hours.closedUntil', { time: `${instantText(at, now, there)}${city}` });
  const duration = durationText(at - now, zone.locale);
  return at > now ? `${text} (${t(open ? 'hours.left' : 'hours.opensIn', { duration })})` : text;
}

/** Scheduled downtime while it lasts. */
export function DowntimeLine() {
  const { t, support, now, zone } = useSidebar();
  const { downtime } = support;
  if (!downtime?.now) return null;
  return (
    <Inline>
      <Icon name="info" />
      <Small>{t('hours.downtime', { time: instantText(Date.parse(downtime.to), now, zone) })}</Small>
    </Inline>
  );
}

export function RequesterLine() {
  const { t, support } = useSidebar();
  const { verdict, certification } = support.requester;
  // A notice says it already (so too of a certificate that is not simply valid); without a contract there is nobody to approve.
  if (verdict === 'NOT_APPROVED' || verdict === 'EMERGENCY' || !support.contract) return null;
  const fine = verdict === 'APPROVED' && certification !== 'EXPIRED';
  return (
    <Inline>
      <Icon
        name={fine ? 'checkCircle' : verdict === 'UNRESTRICTED' ? 'user' : 'alertWarning'}
        tone={fine ? 'foreground.success' : verdict === 'UNRESTRICTED' ? 'foreground.subtle' : 'foreground.warning'}
      />
      <Small>
        {[t(`requester.${verdict}`), certification === 'VALID' ? t('requester.VALID') : ''].filter(Boolean).join(' · ')}
      </Small>
    </Inline>
  );
}
