// Exclusions that hold or may be recorded, and the fee of charged work so far.
import { useState } from 'react';
import type { Exclusion } from '#schema/generated/support.ts';
import { Asked } from './asked.tsx';
import { Choose, chosenOf } from './choose.tsx';
import { useSidebar } from './context.ts';
import { Label, Line, List, Muted, Small, Stack, Strong } from './parts.tsx';
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
  const { t } = useSidebar();
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
          act="withdrawExclusion"
          values={(reason) => ({ exclusion: id, reason })}
        />
      ) : null}
    </li>
  );
}

function RecordExclusion() {
  const { t, support } = useSidebar();
  const { exclusions } = support.choices;
  const [chosen, setChosen] = useState('');
  const exclusion = chosenOf(exclusions, chosen);
  return (
    <Asked
      label={t('exclusions.record')}
      field={t('escalate.reason')}
      confirm={t('exclusions.confirm')}
      act="recordExclusion"
      values={(reason) => ({ exclusion, reason })}
    >
      <Choose label={t('exclusions.choose')} options={exclusions} value={exclusion} onChange={setChosen} />
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
  const { t, support } = useSidebar();
  const { services } = support.choices;
  const [chosen, setChosen] = useState(support.coverage.service?.id ?? '');
  const service = chosenOf(services, chosen);
  return (
    <Asked
      label={t('fee.log')}
      field={t('fee.hours')}
      confirm={t('other.log')}
      act="logWork"
      values={(text) => {
        const duration = typedDuration(text);
        return duration === null ? null : { service, duration };
      }}
      wrong={t('fee.invalid')}
    >
      <Choose label={t('fee.service')} options={services} value={service} onChange={setChosen} />
    </Asked>
  );
}
