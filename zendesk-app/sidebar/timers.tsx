// The most urgent timer as a card, the others a line each.
import styled, { css } from 'styled-components';
import { color, type ColorName } from './color.ts';
import { useSidebar, type Sidebar } from './context.ts';
import { Icon, type IconName } from './icon.tsx';
import { Inline, Line, List, Muted, Sentence, Small, Strong } from './parts.tsx';
import { durationText } from './text/duration.ts';
import { instantText } from './text/instant.ts';
import { byUrgency, type Look, type TimerView } from './timer-view.ts';

const LOOKS: Record<Look, { icon: IconName; ink: ColorName; ground: ColorName; edge: ColorName; bar: ColorName }> = {
  RUNNING: quiet('clock'),
  BEST_EFFORT: quiet('clock'),
  PAUSED: quiet('pause'),
  MET: { ...quiet('checkCircle'), ink: 'foreground.success' },
  AT_RISK: {
    icon: 'alertWarning',
    ink: 'foreground.warning',
    ground: 'background.warning',
    edge: 'border.warning',
    bar: 'border.warningEmphasis',
  },
  BREACHED: {
    icon: 'alertError',
    ink: 'foreground.danger',
    ground: 'background.danger',
    edge: 'border.danger',
    bar: 'border.dangerEmphasis',
  },
  BREACHED_MET: { ...quiet('checkCircle'), ink: 'foreground.danger', edge: 'border.danger' },
};

function quiet(icon: IconName) {
  return {
    icon,
    ink: 'foreground.subtle',
    ground: 'background.default',
    edge: 'border.default',
    bar: 'border.primaryEmphasis',
  } as const;
}

const Card = styled.section<{ $look: Look }>`
  display: flex;
  flex-direction: column;
  gap: 2px;
  padding: 8px 10px;
  border: 1px solid ${({ theme, $look }) => color(theme, LOOKS[$look].edge)};
  border-radius: 4px;
  background: ${({ theme, $look }) => color(theme, LOOKS[$look].ground)};
`;

/** From 420 px of panel the card and the other timers stand side by side. */
const Board = styled.div`
  display: grid;
  gap: 8px 12px;
  align-items: start;
  grid-template-columns: minmax(0, 1fr);
  @media (min-width: 420px) {
    grid-template-columns: minmax(0, 4fr) minmax(0, 3fr);
    & > ul {
      padding-block-start: 8px;
    }
  }
`;

/** A timer in a line; beside the card its time stands under its title. */
const RowLine = styled(Line)`
  & > :last-child {
    margin-inline-start: auto;
  }
  @media (min-width: 420px) {
    flex-direction: column;
    align-items: flex-start;
    & > :last-child {
      margin-inline-start: 18px;
    }
  }
`;

/** Number and due time: apart, and one under the other in a narrow panel. */
const NumberLine = styled(Line)`
  @media (max-width: 260px) {
    flex-direction: column;
  }
`;

const Big = styled.span`
  font-size: 20px;
  font-weight: 600;
  line-height: 26px;
  font-variant-numeric: tabular-nums;
`;

const Bar = styled.div<{ $look: Look; $used: number }>`
  block-size: 3px;
  margin-block: 4px 2px;
  border-radius: 2px;
  background: ${({ theme }) => color(theme, 'border.default')};
  &::before {
    content: '';
    display: block;
    block-size: 100%;
    border-radius: 2px;
    ${({ $used }) => css`
      inline-size: ${String(Math.round($used * 1000) / 10)}%;
    `}
    background: ${({ theme, $look }) => color(theme, LOOKS[$look].bar)};
  }
`;

export function Timers() {
  const { t, support, now } = useSidebar();
  const [first, ...others] = byUrgency(support.timers, now);
  if (!first && !support.contract) return null;
  if (!first)
    return (
      <Muted as="p" style={{ margin: 0 }}>
        {t('timer.none')}
      </Muted>
    );
  if (others.length === 0) return <TimerCard view={first} />;
  return (
    <Board>
      <TimerCard view={first} />
      <List style={{ gap: 2 }}>
        {others.map((view) => (
          <TimerRow key={`${view.timer.metric} ${view.timer.startedAt}`} view={view} />
        ))}
      </List>
    </Board>
  );
}

function TimerCard({ view }: { readonly view: TimerView }) {
  const sidebar = useSidebar();
  const { t, zone } = sidebar;
  const { timer, look, used, left, workingLeft } = view;
  const differs = left !== null && workingLeft !== null && left > 0 && left - workingLeft > 60_000;
  return (
    <Card $look={look} aria-label={timer.title}>
      <Line>
        <Inline>
          <Icon name={LOOKS[look].icon} tone={LOOKS[look].ink} />
          <Strong>{timer.title}</Strong>
        </Inline>
        <Small>
          {[look === 'MET' ? '' : t(`timer.${look}`), strengthOf(view, sidebar)].filter(Boolean).join(' · ')}
        </Small>
      </Line>
      <NumberLine>
        <Big role="timer" aria-live="off">
          {bigText(view, sidebar)}
        </Big>
        <Small>
          <bdi>{look === 'BEST_EFFORT' && !timer.dueAt ? '' : whenText(view, sidebar)}</bdi>
        </Small>
      </NumberLine>
      {used === null || look === 'MET' || look === 'BREACHED_MET' ? null : (
        <Bar
          $look={look}
          $used={used}
          role="img"
          aria-label={t('timer.used', { share: new Intl.NumberFormat(zone.locale, { style: 'percent' }).format(used) })}
        />
      )}
      {differs ? <Muted>{t('timer.workingLeft', { duration: durationText(workingLeft, zone.locale) })}</Muted> : null}
      {look === 'PAUSED' ? <PauseReason view={view} /> : null}
    </Card>
  );
}

/** Why it is paused, in the policy's own words. */
function PauseReason({ view }: { readonly view: TimerView }) {
  const reason = view.timer.reasons.at(-1);
  return reason ? <Sentence>{reason.text}</Sentence> : null;
}

function TimerRow({ view }: { readonly view: TimerView }) {
  const sidebar = useSidebar();
  const { timer, look } = view;
  return (
    <li>
      <RowLine>
        <Inline>
          <Icon name={LOOKS[look].icon} tone={LOOKS[look].ink} />
          <Small>{timer.title}</Small>
        </Inline>
        <Small>
          <Strong>
            <bdi>{bigText(view, sidebar)}</bdi>
          </Strong>{' '}
          <Muted>
            <bdi>{whenText(view, sidebar)}</bdi>
          </Muted>
        </Small>
      </RowLine>
    </li>
  );
}

function bigText({ timer, look, left, workingLeft, late }: TimerView, { t, zone }: Sidebar): string {
  switch (look) {
    case 'RUNNING':
    case 'AT_RISK':
    case 'BREACHED':
      return left === null ? timer.targetText : durationText(left, zone.locale, true);
    case 'PAUSED':
      return workingLeft === null
        ? t('timer.PAUSED')
        : t('timer.left', { duration: durationText(workingLeft, zone.locale) });
    case 'MET':
      return t('timer.MET');
    case 'BREACHED_MET':
      return late > 0 ? t('timer.late', { duration: durationText(late, zone.locale) }) : t('timer.BREACHED_MET');
    case 'BEST_EFFORT':
      return left === null || left <= 0 ? timer.targetText : durationText(left, zone.locale, true);
  }
}

function whenText({ timer, look }: TimerView, { t, zone, now }: Sidebar): string {
  const time = (at: string) => instantText(Date.parse(at), now, zone);
  if (look === 'PAUSED') return timer.pausedAt ? t('timer.pausedSince', { time: time(timer.pausedAt) }) : '';
  if (look === 'MET' || look === 'BREACHED_MET')
    return timer.metAt ? t('timer.metAt', { time: time(timer.metAt) }) : '';
  if (!timer.dueAt) return t(look === 'BEST_EFFORT' ? 'timer.best_effort' : 'timer.asNeeded');
  return t(look === 'BREACHED' ? 'timer.wasDue' : 'timer.due', { time: time(timer.dueAt) });
}

/** Goals and best effort say so; a contract's promise needs no word. */
function strengthOf({ timer, look }: TimerView, { t }: Sidebar): string {
  if (timer.strength === 'GOAL') return t('timer.goal');
  return timer.strength === 'BEST_EFFORT' && look !== 'BEST_EFFORT' ? t('timer.best_effort') : '';
}
