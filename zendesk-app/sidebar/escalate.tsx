// Hand the ticket to another level, or take a step of the escalation; what is shut says what opens it.
import type { EscalationStep, HandOff } from '#schema/generated/support.ts';
import { useState } from 'react';
import { useAct } from './acting.tsx';
import { Asked } from './asked.tsx';
import { Person } from './contacts.tsx';
import { useSidebar, type Sidebar } from './context.ts';
import {
  Field,
  Input,
  Label,
  Line,
  List,
  Muted,
  Row,
  Small,
  SmallButton,
  Stack,
  Strong,
  Text,
  TextButton,
} from './parts.tsx';
import { citesOf, Reasons } from './why.tsx';
import { withTitles } from './refusal-text.ts';
import { dateText, instantText } from './text/instant.ts';

export function Escalate() {
  const { t, support, zone } = useSidebar();
  const handOffs = support.level?.handOffs ?? [];
  const { steps, stale, reviewedOn } = support.escalation;
  return (
    <>
      {handOffs.length + steps.length === 0 ? <Text>{t('escalate.none')}</Text> : null}
      {stale && reviewedOn ? <Muted>{t('escalate.stale', { date: dateText(reviewedOn, zone.locale) })}</Muted> : null}
      {handOffs.length > 0 ? (
        <Stack>
          <Label>{t('escalate.levels')}</Label>
          <List>
            {handOffs.map((handOff) => (
              <HandOffRow key={handOff.to} handOff={handOff} />
            ))}
          </List>
        </Stack>
      ) : null}
      {steps.length > 0 ? (
        <Stack>
          <Label>{t('escalate.steps')}</Label>
          <List as="ol">
            {steps.map((step) => (
              <StepRow key={step.id} step={step} />
            ))}
          </List>
        </Stack>
      ) : null}
    </>
  );
}

function HandOffRow({ handOff }: { readonly handOff: HandOff }) {
  const sidebar = useSidebar();
  const { t } = sidebar;
  const { to, open, blockedBy, reasons } = handOff;
  if (open && !sidebar.support.ended) {
    return (
      <li>
        <OpenHandOff to={to} />
        <Reasons reasons={reasons} />
      </li>
    );
  }
  return (
    <li>
      <Line>
        <Strong>{t('escalate.handOff', { level: to })}</Strong>
        <Small>{t('escalate.shut')}</Small>
      </Line>
      {blockedBy.length > 0 ? (
        <Small as="div">
          {t('escalate.blocked', { duties: dutyTitles(blockedBy, sidebar) })} <Muted>{citesOf(reasons)}</Muted>
        </Small>
      ) : (
        <Reasons reasons={reasons} />
      )}
    </li>
  );
}

/** The note is kept with the hand-off; nothing is sent to the customer. */
function OpenHandOff({ to }: Pick<HandOff, 'to'>) {
  const { t, actsOff } = useSidebar();
  const { act, refusal } = useAct();
  const [note, setNote] = useState('');
  const label = t('escalate.handOff', { level: to });
  return (
    <form
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        void act('handOff', { toLevel: to, ...(note.trim() ? { note } : {}) }).then((done) => done && setNote(''));
      }}
    >
      <Stack>
        <Field label={t('escalate.note', { level: to })}>
          <Input value={note} onChange={(event) => setNote(event.target.value)} />
        </Field>
        {refusal}
        <div>
          <SmallButton type="submit" disabled={actsOff}>
            {label}
          </SmallButton>
        </div>
      </Stack>
    </form>
  );
}

/** Titles of duties by id, for sentences. */
export function dutyTitles(ids: readonly string[], { support }: Pick<Sidebar, 'support'>): string {
  return ids.map((id) => support.duties.find((duty) => duty.id === id)?.title ?? id).join(', ');
}

function StepRow({ step }: { readonly step: EscalationStep }) {
  const sidebar = useSidebar();
  return (
    <li>
      <Line>
        <Strong>{step.title}</Strong>
        <Small>{stateText(step, sidebar)}</Small>
      </Line>
      <Muted as="div">{opensText(step, sidebar)}</Muted>
      {step.state === 'CLOSED' ? null : <Reach step={step} />}
      {step.state === 'OPEN' ? <TakeStep step={step} /> : null}
    </li>
  );
}

function TakeStep({ step }: { readonly step: EscalationStep }) {
  const { t } = useSidebar();
  return (
    <Asked
      label={t('escalate.take')}
      name={`${t('escalate.take')}: ${step.title}`}
      field={t('escalate.reason')}
      confirm={t('escalate.confirm')}
      act="escalate"
      values={(reason) => ({ step: step.id, reason })}
    />
  );
}

/** Whom to reach at a step, and what came of trying. */
function Reach({ step }: { readonly step: EscalationStep }) {
  const sidebar = useSidebar();
  return (
    <>
      {step.contacts.length > 0 ? (
        <List>
          {step.contacts.map((person, index) => (
            <Person key={`${String(index)} ${person.role}`} person={person} desk={sidebar} />
          ))}
        </List>
      ) : null}
      <Attempts step={step} />
    </>
  );
}

function Attempts({ step }: { readonly step: EscalationStep }) {
  const { t, actsOff, support } = useSidebar();
  const { act, refusal } = useAct();
  const label = t('escalate.logAttempt', { step: step.title });
  return (
    <>
      <Row role="group" aria-label={label}>
        <Small>{t('escalate.attempts', { count: step.attempts.length })}</Small>
        {(support.ended ? [] : (['REACHED', 'NOT_REACHED'] as const)).map((outcome) => (
          <TextButton
            key={outcome}
            data-attempt
            disabled={actsOff}
            aria-label={`${label} ${t(outcome === 'REACHED' ? 'escalate.reached' : 'escalate.notReached')}`}
            onClick={() => void act('logAttempt', { step: step.id, outcome })}
          >
            {t(outcome === 'REACHED' ? 'escalate.reached' : 'escalate.notReached')}
          </TextButton>
        ))}
      </Row>
      {refusal}
    </>
  );
}

function stateText({ state, takenAt }: EscalationStep, { t, now, zone }: Sidebar): string {
  if (state === 'TAKEN' && takenAt) return t('escalate.takenAt', { time: instantText(Date.parse(takenAt), now, zone) });
  return t(`escalate.${state}`);
}

function opensText({ state, opensWhen, opensAt }: EscalationStep, sidebar: Sidebar): string {
  const { t, now, zone } = sidebar;
  if (state === 'TAKEN' || opensWhen === null) return '';
  const byTime = opensAt ? `, ${t('escalate.opensAt', { time: instantText(Date.parse(opensAt), now, zone) })}` : '';
  return `${t('escalate.opens', { when: withTitles(opensWhen, sidebar.support) })}${byTime}`;
}
