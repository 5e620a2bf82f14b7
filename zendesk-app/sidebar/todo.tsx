// What must be done: duties, and information that the customer still owes.
import { useState } from 'react';
import type { Duty, IntakeItem } from '#schema/generated/support.ts';
import { Asked } from './asked.tsx';
import { useSidebar, type Sidebar } from './context.ts';
import { timersByHand } from './counts.ts';
import { copyAndTell } from './copy.ts';
import { dutyTitles } from './escalate.tsx';
import { Icon } from './icon.tsx';
import {
  Inline,
  Label,
  Line,
  Link,
  List,
  Muted,
  Row,
  Select,
  Small,
  SmallButton,
  Stack,
  TextButton,
} from './parts.tsx';
import { instantText } from './text/instant.ts';

/** Body of the fold. */
export function Todo() {
  const { support } = useSidebar();
  const { duties, intake } = support;
  return (
    <>
      {duties.length > 0 ? (
        <List>
          {duties.map((duty) => (
            <DutyRow key={duty.id} duty={duty} />
          ))}
        </List>
      ) : null}
      {intake.items.length > 0 ? <IntakeList /> : null}
      {timersByHand(support) > 0 ? <TimersByHand /> : null}
    </>
  );
}

function DutyRow({ duty }: { readonly duty: Duty }) {
  const sidebar = useSidebar();
  const { t, now, zone } = sidebar;
  const { title, state, dueAt, doneAt, outcome, outcomes, blockedBy, links } = duty;
  const open = state === 'OPEN';
  const time = (at: string) => instantText(Date.parse(at), now, zone);
  const late = dueAt !== null && Date.parse(dueAt) < now;
  const facts = open
    ? [
        blockedBy.length > 0 ? t('todo.waited', { duties: dutyTitles(directly(blockedBy, sidebar), sidebar) }) : '',
        dueAt ? t(late ? 'todo.wasDue' : 'todo.due', { time: time(dueAt) }) : '',
      ]
    : [state === 'WAIVED' ? t('todo.WAIVED') : (outcome?.replaceAll('_', ' ') ?? ''), doneAt ? time(doneAt) : ''];
  return (
    <li>
      <Line style={{ flexWrap: outcomes.length > 1 ? 'wrap' : 'nowrap' }}>
        <Inline>
          <Icon
            name={open ? (late ? 'alertWarning' : 'clock') : 'checkCircle'}
            tone={open ? (late ? 'foreground.warning' : 'foreground.subtle') : 'foreground.success'}
          />
          <Small>
            {title} <Muted>{facts.filter(Boolean).join(' · ')}</Muted>
          </Small>
        </Inline>
        {open ? <DutyDone duty={duty} /> : null}
      </Line>
      {links.map((link) => (
        <div key={link.url} style={{ marginInlineStart: 18 }}>
          <Link href={link.url} target="_blank" rel="noreferrer">
            {link.title}
          </Link>
        </div>
      ))}
    </li>
  );
}

/** Of the duties that are waited for, those that do not wait for another of them. */
function directly(ids: readonly string[], { support }: Pick<Sidebar, 'support'>): string[] {
  const behind = new Set(
    ids.flatMap((id) => support.duties.find((duty) => duty.id === id)?.blockedBy.filter((one) => one !== id) ?? []),
  );
  return ids.filter((id) => !behind.has(id));
}

function DutyDone({ duty }: { readonly duty: Duty }) {
  const { t, act, actsOff } = useSidebar();
  const [outcome, setOutcome] = useState(duty.outcomes[0] ?? '');
  const off = actsOff || duty.blockedBy.length > 0;
  return (
    <Row style={{ flex: 'none', marginInlineStart: 'auto' }}>
      {duty.outcomes.length > 1 ? (
        <Select
          aria-label={t('todo.outcome', { duty: duty.title })}
          style={{ inlineSize: 'auto' }}
          value={outcome}
          onChange={(event) => setOutcome(event.target.value)}
        >
          {duty.outcomes.map((one) => (
            <option key={one} value={one}>
              {one.replaceAll('_', ' ')}
            </option>
          ))}
        </Select>
      ) : null}
      <SmallButton
        disabled={off}
        aria-label={`${t('todo.done')}: ${duty.title}`}
        onClick={() => void act('completeDuty', { duty: duty.id, ...(outcome ? { outcome } : {}) })}
      >
        {t('todo.done')}
      </SmallButton>
    </Row>
  );
}

function IntakeList() {
  const { t, support, host } = useSidebar();
  const { items, message } = support.intake;
  return (
    <Stack>
      <Label>{t('todo.intake')}</Label>
      <List>
        {items.map((item) => (
          <IntakeRow key={item.id} item={item} />
        ))}
      </List>
      {message ? (
        <Row>
          <SmallButton
            onClick={() => void host.insertDraft(message).then((done) => done && host.notify(t('inserted'), 'notice'))}
          >
            {t('insert')}
          </SmallButton>
          <TextButton onClick={() => void copyAndTell(message, { t, host })}>{t('copy')}</TextButton>
        </Row>
      ) : null}
    </Stack>
  );
}

function IntakeRow({ item }: { readonly item: IntakeItem }) {
  const { t, act, actsOff } = useSidebar();
  return (
    <li>
      <Line style={{ alignItems: 'center', flexWrap: 'nowrap' }}>
        <Inline>
          <Icon
            name={item.given ? 'checkCircle' : 'info'}
            tone={item.given ? 'foreground.success' : 'foreground.subtle'}
          />
          <Small>
            {item.title} <Muted>{item.optional ? t('todo.optional') : (item.value ?? '')}</Muted>
          </Small>
        </Inline>
        {item.given ? null : (
          <TextButton
            disabled={actsOff}
            style={{ flex: 'none' }}
            aria-label={`${t('todo.given')}: ${item.title}`}
            onClick={() => void act('provideIntake', { item: item.id })}
          >
            {t('todo.given')}
          </TextButton>
        )}
      </Line>
    </li>
  );
}

function TimersByHand() {
  const { t, support, act, actsOff } = useSidebar();
  const { startTimers, completeTimers, agreeInstants } = support.choices;
  return (
    <Stack>
      <Label>{t('todo.timers')}</Label>
      <Row>
        {startTimers.map(({ id, title }) => (
          <SmallButton key={id} disabled={actsOff} onClick={() => void act('startTimer', { metric: id })}>
            {t('todo.startTimer', { title })}
          </SmallButton>
        ))}
        {completeTimers.map(({ id, title }) => (
          <SmallButton key={id} disabled={actsOff} onClick={() => void act('completeTimer', { metric: id })}>
            {t('todo.completeTimer', { title })}
          </SmallButton>
        ))}
      </Row>
      {agreeInstants.map(({ id, title }) => (
        <Asked
          key={id}
          label={t('todo.agree', { title })}
          field={t('todo.agreedAt')}
          confirm={t('todo.set')}
          type="datetime-local"
          submit={(text) => act('agreeInstant', { metric: id, dueAt: new Date(text).toISOString() })}
        />
      ))}
    </Stack>
  );
}
