// The rest: a linked defect, sessions, notices and downtime.
import { useState } from 'react';
import { Asked } from './asked.tsx';
import { useSidebar } from './context.ts';
import { Field, Input, Label, Link, Muted, Small, Stack, Strong } from './parts.tsx';
import { instantText } from './text/instant.ts';

/** Body of the fold. */
export function Further() {
  const { t, support, now, zone } = useSidebar();
  const { defect, notices, downtime, choices, sessions } = support;
  const time = (at: string) => instantText(Date.parse(at), now, zone);
  return (
    <>
      {defect ? (
        <Stack $gap={0}>
          <Label>
            {defect.url ? (
              <Link href={defect.url} target="_blank" rel="noreferrer">
                {t('other.defect', { reference: defect.reference })}
              </Link>
            ) : (
              t('other.defect', { reference: defect.reference })
            )}
          </Label>
          <Small>
            {[
              t(`other.${defect.state}`),
              defect.expectedRelease ? t('other.release', { release: defect.expectedRelease }) : '',
            ]
              .filter(Boolean)
              .join(' · ')}
          </Small>
        </Stack>
      ) : null}
      {choices.defects && !defect ? <ReportDefect /> : null}
      {sessions.map(({ at, url }) => (
        <div key={`${at} ${url}`}>
          <Link href={url} target="_blank" rel="noreferrer">
            {t('other.session', { time: time(at) })}
          </Link>
        </div>
      ))}
      {notices.map((notice) => (
        <Stack key={notice.id} $gap={0}>
          <Small>
            <Strong>
              {t('other.noticeLine', {
                kind: notice.kind.replaceAll('_', ' '),
                from: time(notice.from),
                to: time(notice.to),
              })}
            </Strong>
          </Small>
          {notice.text ? <Small>{notice.text}</Small> : null}
          <Muted>{t(`other.${notice.lead}`)}</Muted>
        </Stack>
      ))}
      {downtime ? <Muted>{t('other.downtime', { from: time(downtime.from), to: time(downtime.to) })}</Muted> : null}
    </>
  );
}

function ReportDefect() {
  const { t } = useSidebar();
  const [details, setDetails] = useState('');
  return (
    <Asked
      label={t('other.report')}
      field={t('other.defectTitle')}
      confirm={t('other.send')}
      act="reportDefect"
      values={(title) => ({ title, ...(details.trim() ? { details } : {}) })}
      below={
        <Field label={t('other.details')}>
          <Input value={details} onChange={(event) => setDetails(event.target.value)} />
        </Field>
      }
    />
  );
}
