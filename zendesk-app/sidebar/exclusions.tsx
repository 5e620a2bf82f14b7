// Exclusions that hold or may be recorded, and the fee of charged work so far.
import { useState } from 'react';
import type { Exclusion } from '#schema/generated/support.ts';
import { useSidebar } from './context.ts';
import { Fold } from './fold.tsx';
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
  TextButton,
} from './parts.tsx';
import { Reasons } from './why.tsx';
import { durationText, isoMs, typedDuration } from './text/duration.ts';

export function CoverageFold() {
  const { t, support } = useSidebar();
  const { exclusions, coverage } = support;
  if (exclusions.length === 0 && !coverage.fee) return null;
  return (
    <Fold title={t('fold.coverage')} count={exclusions.length === 0 ? (coverage.fee?.amount ?? '') : exclusions.length}>
      {exclusions.length > 0 ? (
        <List>
          {exclusions.map((exclusion) => (
            <ExclusionRow key={exclusion.id} exclusion={exclusion} />
          ))}
        </List>
      ) : null}
      {coverage.fee ? <Fee /> : null}
    </Fold>
  );
}

function ExclusionRow({ exclusion }: { readonly exclusion: Exclusion }) {
  const { t } = useSidebar();
  return (
    <li>
      <Line>
        <Small>
          <Strong>{exclusion.title}</Strong>
        </Small>
        <Muted>{t(exclusion.recorded ? 'exclusions.recorded' : 'exclusions.byRule')}</Muted>
      </Line>
      {exclusion.reason ? <Small>{exclusion.reason}</Small> : null}
      <Reasons reasons={exclusion.reasons} />
      {exclusion.recorded ? (
        <ReasonedAct act="withdrawExclusion" exclusion={exclusion.id} label={t('exclusions.withdraw')} />
      ) : null}
    </li>
  );
}

/** A button that asks for a reason first. */
function ReasonedAct(props: {
  readonly act: 'recordExclusion' | 'withdrawExclusion';
  readonly exclusion: string;
  readonly label: string;
}) {
  const { t, act, actsOff } = useSidebar();
  const [reason, setReason] = useState<string | null>(null);
  if (reason === null) {
    return (
      <div>
        <TextButton disabled={actsOff} onClick={() => setReason('')}>
          {props.label}
        </TextButton>
      </div>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void act(props.act, { exclusion: props.exclusion, reason }).then((done) => done && setReason(null));
      }}
    >
      <Stack>
        <Field label={t('escalate.reason')}>
          <Input required autoFocus value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <Row>
          <SmallButton type="submit" disabled={actsOff}>
            {props.label}
          </SmallButton>
          <TextButton onClick={() => setReason(null)}>{t('cancel')}</TextButton>
        </Row>
      </Stack>
    </form>
  );
}

function Fee() {
  const { t, support, zone } = useSidebar();
  const { fee, service } = support.coverage;
  if (!fee) return null;
  return (
    <Stack>
      <Label>{t('fee.title')}</Label>
      <Line>
        <Strong>{fee.amount}</Strong>
        <Small>
          {fee.rate} · {t('fee.worked', { duration: durationText(isoMs(fee.worked) ?? 0, zone.locale) })}
        </Small>
      </Line>
      <Reasons reasons={fee.reasons} />
      {service ? <LogWork service={service.id} /> : null}
    </Stack>
  );
}

function LogWork({ service }: { readonly service: string }) {
  const { t, act, actsOff } = useSidebar();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const duration = typedDuration(text);
        setWrong(duration === null);
        if (duration !== null) void act('logWork', { service, duration }).then((done) => done && setText(''));
      }}
    >
      <Stack>
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
