// Exclusions that hold or may be recorded, and the fee of charged work so far.
import { useState } from 'react';
import type { Exclusion } from '#schema/generated/support.ts';
import { Asked } from './asked.tsx';
import { useSidebar } from './context.ts';
import { Field, Input, Label, Line, List, Muted, Select, Small, SmallButton, Stack, Strong } from './parts.tsx';
import { Reasons } from './why.tsx';
import { typedDuration } from './text/duration.ts';

/** Body of the fold. */
export function Exclusions() {
  const { support } = useSidebar();
  const { exclusions, coverage, choices } = support;
  return (
    <>
      {exclusions.length > 0 ? (
        <List>
          {exclusions.map((exclusion) => (
            <ExclusionRow key={exclusion.id} exclusion={exclusion} />
          ))}
        </List>
      ) : null}
      {choices.exclusions.length > 0 ? <RecordExclusion /> : null}
      {coverage.fee ? <Fee /> : null}
      {choices.services.length > 0 ? <LogWork /> : null}
    </>
  );
}

function ExclusionRow({ exclusion }: { readonly exclusion: Exclusion }) {
  const { t, act } = useSidebar();
  const { id, title, recorded, reasons } = exclusion;
  return (
    <li>
      <Line>
        <Small>
          <Strong>{title}</Strong>
        </Small>
        <Muted>{t(recorded ? 'exclusions.recorded' : 'exclusions.byRule')}</Muted>
      </Line>
      <Reasons reasons={reasons} />
      {recorded ? (
        <Asked
          label={t('exclusions.withdraw')}
          name={`${t('exclusions.withdraw')}: ${title}`}
          field={t('escalate.reason')}
          confirm={t('exclusions.withdraw')}
          submit={(text) => act('withdrawExclusion', { exclusion: id, reason: text })}
        />
      ) : null}
    </li>
  );
}

function RecordExclusion() {
  const { t, support, act } = useSidebar();
  const { exclusions } = support.choices;
  const [chosen, setChosen] = useState('');
  const exclusion = exclusions.some(({ id }) => id === chosen) ? chosen : (exclusions[0]?.id ?? '');
  return (
    <Asked
      label={t('exclusions.record')}
      field={t('escalate.reason')}
      confirm={t('exclusions.confirm')}
      submit={(reason) => act('recordExclusion', { exclusion, reason })}
    >
      <Field label={t('exclusions.choose')}>
        <Select value={exclusion} onChange={(event) => setChosen(event.target.value)}>
          {exclusions.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
    </Asked>
  );
}

function Fee() {
  const { t, support } = useSidebar();
  const { fee } = support.coverage;
  if (!fee) return null;
  return (
    <Stack>
      <Label>{t('fee.title')}</Label>
      <Strong>{fee.amount}</Strong>
      <Reasons reasons={fee.reasons} />
    </Stack>
  );
}

function LogWork() {
  const { t, support, act, actsOff } = useSidebar();
  const { services } = support.choices;
  const [chosen, setChosen] = useState(support.coverage.service?.id ?? '');
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const service = services.find(({ id }) => id === chosen) ?? services[0];
  if (!service) return null;
  return (
    <form
      noValidate
      aria-label={t('fee.workOn', { service: service.title })}
      onSubmit={(event) => {
        event.preventDefault();
        const duration = typedDuration(text);
        setWrong(duration === null);
        if (duration !== null)
          void act('logWork', { service: service.id, duration }).then((done) => done && setText(''));
      }}
    >
      <Stack>
        {services.length > 1 ? (
          <Field label={t('fee.service')}>
            <Select value={service.id} onChange={(event) => setChosen(event.target.value)}>
              {services.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </Select>
          </Field>
        ) : (
          <Label>{t('fee.workOn', { service: service.title })}</Label>
        )}
        <Field label={t('fee.hours')}>
          <Input value={text} aria-invalid={wrong} onChange={(event) => setText(event.target.value)} />
        </Field>
        {wrong ? <Small role="alert">{t('fee.invalid')}</Small> : null}
        <div>
          <SmallButton type="submit" disabled={actsOff}>
            {t('fee.log')}
          </SmallButton>
        </div>
      </Stack>
    </form>
  );
}
