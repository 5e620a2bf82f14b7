// The rest: advice, a linked defect, notices and downtime.
import { Asked } from './asked.tsx';
import { useSidebar } from './context.ts';
import { Anchor } from '@zendeskgarden/react-buttons';
import { Fold } from './fold.tsx';
import { Label, List, Muted, Small, Stack, Strong } from './parts.tsx';
import { instantText } from './text/instant.ts';

/** What to offer or do first, one line each; a session that was offered can be logged. */
export function AdviceLines() {
  const { t, support, act } = useSidebar();
  if (support.advice.length === 0) return null;
  const offersSession = support.advice.some(({ links }) => links.length > 0);
  return (
    <List style={{ gap: 2 }}>
      {support.advice.map(({ text, links }) => (
        <li key={text}>
          <Small>{text}</Small>{' '}
          {links.map((link) => (
            <Anchor key={link.url} href={link.url} target="_blank" rel="noreferrer">
              {link.title}
            </Anchor>
          ))}
        </li>
      ))}
      {offersSession ? (
        <li>
          <Asked
            label={t('other.logSession')}
            field={t('other.sessionUrl')}
            confirm={t('other.log')}
            type="url"
            submit={(url) => act('logSession', { url })}
          />
        </li>
      ) : null}
    </List>
  );
}

export function NoticesFold() {
  const { t, support, now, zone } = useSidebar();
  const { defect, notices, downtime, choices, sessions } = support;
  const count = notices.length + sessions.length + (defect ? 1 : 0);
  const reportable = choices.defects && !defect;
  if (count === 0 && !reportable) return null;
  const time = (at: string) => instantText(Date.parse(at), now, zone);
  return (
    <Fold title={t('fold.notices')} count={count}>
      {defect ? (
        <Stack $gap={0}>
          <Label>
            {defect.url ? (
              <Anchor href={defect.url} target="_blank" rel="noreferrer">
                {t('other.defect', { reference: defect.reference })}
              </Anchor>
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
      {reportable ? <ReportDefect /> : null}
      {sessions.map(({ at, url }) => (
        <div key={`${at} ${url}`}>
          <Anchor href={url} target="_blank" rel="noreferrer">
            {t('other.session', { time: time(at) })}
          </Anchor>
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
    </Fold>
  );
}

function ReportDefect() {
  const { t, act } = useSidebar();
  return (
    <Asked
      label={t('other.report')}
      field={t('other.defectTitle')}
      confirm={t('other.send')}
      submit={(title) => act('reportDefect', { title })}
    />
  );
}
