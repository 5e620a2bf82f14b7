// The one live region: it speaks when a timer turns at risk or is breached, at most once a minute, and never of a mere minute gone.
import { useEffect, useRef, useState } from 'react';
import type { TicketSupport } from '#schema/generated/support.ts';
import { Hidden } from './parts.tsx';
import { durationText } from './text/duration.ts';
import type { Translate } from './text/messages.ts';
import { byUrgency, type TimerView } from './timer-view.ts';

const PAUSE_MS = 60_000;

export function Announcer(props: {
  readonly t: Translate;
  readonly support: TicketSupport;
  readonly now: number;
  readonly locale: string;
}) {
  const { t, support, now, locale } = props;
  const [text, setText] = useState('');
  const known = useRef<ReadonlyMap<string, string> | null>(null);
  const spokeAt = useRef(-Infinity);
  const views = byUrgency(support.timers, now);
  const looks = views.map(({ timer, look }) => `${timer.metric} ${look}`).join('|');
  useEffect(() => {
    const before = known.current;
    known.current = new Map(views.map(({ timer, look }) => [timer.metric, look]));
    const turned = before
      ? views.find(({ timer, look }) => isAlarm(look) && before.get(timer.metric) !== look)
      : undefined;
    if (!turned || now - spokeAt.current < PAUSE_MS) return;
    spokeAt.current = now;
    setText(words(turned, t, locale));
    // `looks` stands for `views`: only a change of state is worth a word.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [looks]);
  return (
    <Hidden role="status" aria-live="polite">
      {text}
    </Hidden>
  );
}

function isAlarm(look: TimerView['look']): boolean {
  return look === 'AT_RISK' || look === 'BREACHED';
}

function words({ timer, look, left }: TimerView, t: Translate, locale: string): string {
  return look === 'BREACHED'
    ? t('timer.announceBreach', { title: timer.title })
    : t('timer.announceRisk', { title: timer.title, duration: durationText(left ?? 0, locale) });
}
