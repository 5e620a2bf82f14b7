// Hand the ticket to another level, or take a step of the escalation; what is shut says what opens it.
import type { EscalationStep, HandOff } from '#schema/generated/support.ts';
import { Asked } from './asked.tsx';
import { Person } from './contacts.tsx';
import { useSidebar, type Sidebar } from './context.ts';
import { Label, List, Line, Muted, Row, Small, SmallButton, Stack, Strong, Text, TextButton } from './parts.tsx';
import { citesOf, Reasons } from './why.tsx';
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
  const { t, act, actsOff } = sidebar;
  const { to, open, blockedBy, reasons } = handOff;
  if (open) {
    return (
      <li>
        <SmallButton disabled={actsOff} onClick={() => void act('handOff', { toLevel: to })}>
          {t('escalate.handOff', { level: to })}
        </SmallButton>
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
  const { t, act } = useSidebar();
  return (
    <Asked
      label={t('escalate.take')}
      name={`${t('escalate.take')}: ${step.title}`}
      field={t('escalate.reason')}
      confirm={t('escalate.confirm')}
      submit={(reason) => act('escalate', { step: step.id, reason })}
    />
  );
}

/** Whom to reach at a step, and what came of trying. */
function Reach({ step }: { readonly step: EscalationStep }) {
  return (
    <>
      {step.contacts.length > 0 ? (
        <List>
          {step.contacts.map((person, index) => (
            <Person key={`${String(index)} ${person.role}`} person={person} />
          ))}
        </List>
      ) : null}
      <Attempts step={step} />
    </>
  );
}

function Attempts({ step }: { readonly step: EscalationStep }) {
  const { t, act, actsOff } = useSidebar();
  const label = t('escalate.logAttempt', { step: step.title });
  return (
    <Row role="group" aria-label={label}>
      <Small>{t('escalate.attempts', { count: step.attempts.length })}</Small>
      {(['REACHED', 'NOT_REACHED'] as const).map((outcome) => (
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
  return `${t('escalate.opens', { when: withStepTitles(opensWhen, sidebar) })}${byTime}`;
}

/** The policy's condition names steps by their ids. */
function withStepTitles(text: string, { support }: Sidebar): string {
  const titles = new Map(support.escalation.steps.map(({ id, title }) => [id, title]));
  return text.replace(/\b[a-z]+(?:_[a-z0-9]+)+\b/gu, (id) => titles.get(id) ?? id);
}
