// Why a promise was broken, as an internal note in the agent's draft. Nothing is sent.
import { useState } from 'react';
import { Choose, chosenOf } from './choose.tsx';
import { useSidebar, type Sidebar } from './context.ts';
import { brokenTimers } from './counts.ts';
import { Field, Input, Muted, SmallButton, Stack } from './parts.tsx';
import { fullInstantText } from './text/instant.ts';
import type { TimerView } from './timer-view.ts';

const CAUSES = ['late', 'load', 'level', 'partner', 'customer', 'defect', 'other'] as const;

/** Body of the panel. */
export function Cause() {
  const sidebar = useSidebar();
  const { t, support, now, host, open } = sidebar;
  const [timer, setTimer] = useState('');
  const [cause, setCause] = useState<string>(CAUSES[0]);
  const [more, setMore] = useState('');
  const broken = brokenTimers(support, now);
  const timers = broken.map(({ timer: { metric: id, title } }) => ({ id, title }));
  const view = broken.find((one) => one.timer.metric === chosenOf(timers, timer));
  if (!view) return <Muted>{t('cause.none')}</Muted>;
  const insert = async () => {
    const text = [noteText(view, sidebar), t(`cause.${causeOf(cause)}`), more.trim()].filter(Boolean).join(' ');
    const done = await host.insertNote(text);
    host.notify(t(done ? 'cause.inserted' : 'cause.notInserted'), done ? 'notice' : 'error');
    if (done) open('cause');
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void insert();
      }}
    >
      <Stack>
        {timers.length > 1 ? (
          <Choose label={t('cause.timer')} options={timers} value={view.timer.metric} onChange={setTimer} />
        ) : null}
        <Choose
          label={t('cause.cause')}
          options={CAUSES.map((id) => ({ id, title: t(`cause.${id}`) }))}
          value={cause}
          onChange={setCause}
        />
        <Field label={t('cause.more')}>
          <Input value={more} onChange={(event) => setMore(event.target.value)} />
        </Field>
        <div>
          <SmallButton type="submit">{t('cause.insert')}</SmallButton>
        </div>
      </Stack>
    </form>
  );
}

function causeOf(text: string): (typeof CAUSES)[number] {
  return CAUSES.find((cause) => cause === text) ?? 'other';
}

/** `First response was due Mon 2 Mar 2026, 12:26 GMT and was missed. Cause:` */
function noteText({ timer }: TimerView, { t, zone }: Sidebar): string {
  const time = timer.dueAt ? fullInstantText(Date.parse(timer.dueAt), zone) : '';
  return t('cause.note', { title: timer.title, time });
}
