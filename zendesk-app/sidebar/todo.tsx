// What must be done: duties, each done or waived; then what the customer still owes, and timers on request.
import { useState } from 'react';
import type { Duty } from '#schema/generated/support.ts';
import { useAct, type Acting } from './acting.tsx';
import { Asked } from './asked.tsx';
import { Choose, chosenOf } from './choose.tsx';
import { useSidebar, type Sidebar } from './context.ts';
import { timersByHand } from './counts.ts';
import { dutyTitles } from './escalate.tsx';
import { Icon } from './icon.tsx';
import { IntakeList } from './intake.tsx';
import { Inline, Line, Link, List, Muted, Row, Select, Small, SmallButton } from './parts.tsx';
import { instantText } from './text/instant.ts';
import { TimersByHand } from './timers-by-hand.tsx';

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
      <WaiveDuty />
      {intake.items.length > 0 ? <IntakeList /> : null}
      {timersByHand(support) > 0 ? <TimersByHand /> : null}
    </>
  );
}

function DutyRow({ duty }: { readonly duty: Duty }) {
  const sidebar = useSidebar();
  const { t, now, zone } = sidebar;
  const { act, refusal } = useAct();
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
        {open && !sidebar.support.ended ? <DutyDone duty={duty} act={act} /> : null}
      </Line>
      {refusal}
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

function DutyDone({ duty, act }: { readonly duty: Duty } & Pick<Acting, 'act'>) {
  const { t, actsOff } = useSidebar();
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

/** One duty that need not be done here, with the reason. */
function WaiveDuty() {
  const { t, support } = useSidebar();
  const [chosen, setChosen] = useState('');
  const duties = support.duties.filter(({ state, blockedBy }) => state === 'OPEN' && blockedBy.length === 0);
  if (duties.length === 0) return null;
  const duty = chosenOf(duties, chosen);
  return (
    <Asked
      label={t('todo.waive')}
      field={t('escalate.reason')}
      confirm={t('todo.waiveConfirm')}
      act="completeDuty"
      values={(note) => ({ duty, outcome: 'waived', note })}
    >
      <Choose label={t('todo.waiveWhich')} options={duties} value={duty} onChange={setChosen} />
    </Asked>
  );
}
