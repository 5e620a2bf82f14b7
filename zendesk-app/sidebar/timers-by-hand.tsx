// Timers that a person starts, completes, or gives another instant that was agreed.
import { useState } from 'react';
import { useAct } from './acting.tsx';
import { Asked } from './asked.tsx';
import { useSidebar } from './context.ts';
import { Label, Muted, Row, SmallButton, Stack } from './parts.tsx';
import { localText, zonedInstant } from './text/instant.ts';

export function TimersByHand() {
  const { t, support, zone, actsOff } = useSidebar();
  const { act, refusal } = useAct();
  const [asked, setAsked] = useState<string | null>(null);
  const start = async (metric: string) => {
    setAsked((await act('startTimer', { metric })) ? metric : null);
  };
  const complete = async (metric: string) => {
    setAsked(null);
    await act('completeTimer', { metric });
  };
  const { startTimers, completeTimers, agreeInstants } = support.choices;
  // Asked for and still offered: its clock waits for something else, such as the solution.
  const waiting = startTimers.find(({ id }) => id === asked);
  return (
    <Stack>
      <Label>{t('todo.timers')}</Label>
      <Row>
        {startTimers.map(({ id, title }) => (
          <SmallButton key={id} disabled={actsOff} onClick={() => void start(id)}>
            {t('todo.startTimer', { title })}
          </SmallButton>
        ))}
        {completeTimers.map(({ id, title }) => (
          <SmallButton key={id} disabled={actsOff} onClick={() => void complete(id)}>
            {t('todo.completeTimer', { title })}
          </SmallButton>
        ))}
      </Row>
      {refusal}
      {waiting ? <Muted role="status">{t('todo.requested', { title: waiting.title })}</Muted> : null}
      {agreeInstants.map(({ id, title }) => (
        <Asked
          key={id}
          label={t('todo.agree', { title })}
          field={t('todo.agreedAt')}
          confirm={t('todo.set')}
          type="datetime-local"
          initial={dueText(id)}
          act="agreeInstant"
          values={(text) => {
            const at = zonedInstant(text, zone);
            return at === null ? null : { metric: id, dueAt: new Date(at).toISOString() };
          }}
        />
      ))}
    </Stack>
  );

  /** The due time that holds now, as the field writes it: the agent changes what was agreed. */
  function dueText(metric: string): string {
    const due = support.timers.find((timer) => timer.metric === metric && timer.metAt === null)?.dueAt;
    return due ? localText(Date.parse(due), zone) : '';
  }
}
