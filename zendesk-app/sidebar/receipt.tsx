// The receipt of each timer: spans of open, closed, holiday and paused time that add up to its target.
import type { Span, Timer } from '#schema/generated/support.ts';
import styled from 'styled-components';
import { color } from './color.ts';
import { useSidebar, type Sidebar } from './context.ts';
import { copyText } from './copy.ts';
import { Label, Muted, Small, Stack, Strong, TextButton } from './parts.tsx';
import { durationText } from './text/duration.ts';
import { instantText, sameDay } from './text/instant.ts';

const Table = styled.table`
  inline-size: 100%;
  border-collapse: collapse;
  font-size: 12px;
  line-height: 16px;
  & :is(th, td) {
    padding: 2px 6px 2px 0;
    text-align: start;
    vertical-align: baseline;
    font-weight: 400;
  }
  & :is(th, td):last-child {
    padding-inline-end: 0;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  & thead th {
    color: ${({ theme }) => color(theme, 'foreground.subtle')};
  }
  & tbody tr {
    border-block-start: 1px solid ${({ theme }) => color(theme, 'border.subtle')};
  }
`;

export function Receipt() {
  const sidebar = useSidebar();
  const { t, support, host } = sidebar;
  return (
    <>
      {support.timers.map((timer) => (
        <TimerReceipt key={`${timer.metric} ${timer.startedAt}`} timer={timer} />
      ))}
      {support.timers.length === 0 ? <Muted>{t('timer.none')}</Muted> : null}
      {support.timers.length > 0 ? (
        <TextButton
          onClick={() => {
            const text = support.timers.map((timer) => plainReceipt(timer, sidebar)).join('\n\n');
            void copyText(text).then((done) => done && host.notify(t('copied'), 'notice'));
          }}
        >
          {t('receipt.copyText')}
        </TextButton>
      ) : null}
    </>
  );
}

function TimerReceipt({ timer }: { readonly timer: Timer }) {
  const sidebar = useSidebar();
  const { t, zone } = sidebar;
  return (
    <Stack>
      <Label>{headingOf(timer, sidebar)}</Label>
      {timer.receipt.length === 0 ? <Muted>{t('receipt.empty')}</Muted> : null}
      {timer.receipt.length > 0 ? (
        <Table aria-label={headingOf(timer, sidebar)}>
          <thead>
            <tr>
              <th scope="col">{t('receipt.span')}</th>
              <th scope="col">{t('receipt.kind')}</th>
              <th scope="col">{t('receipt.time')}</th>
            </tr>
          </thead>
          <tbody>
            {timer.receipt.map((span) => (
              <tr key={`${span.from} ${span.kind}`}>
                <td>
                  <bdi>{spanText(span, sidebar)}</bdi>
                </td>
                <td>{t(`receipt.${span.kind}`)}</td>
                <td>{span.counted ? durationText(lengthOf(span), zone.locale) : <Muted>–</Muted>}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
      <Small>
        <Strong>{sumText(timer, sidebar)}</Strong>
      </Small>
    </Stack>
  );
}

function headingOf(timer: Timer, { t }: Sidebar): string {
  return t('receipt.heading', { title: timer.title, target: timer.targetText, clock: timer.clock });
}

function spanText(span: Span, { now, zone }: Sidebar): string {
  const from = Date.parse(span.from);
  const to = Date.parse(span.to);
  // The second time needs a day only where it is another day than the first.
  return `${instantText(from, now, zone)} – ${instantText(to, sameDay(from, to, zone) ? to : now, zone)}`;
}

function sumText(timer: Timer, { t, now, zone }: Sidebar): string {
  const total = timer.receipt.filter((span) => span.counted).reduce((all, span) => all + lengthOf(span), 0);
  const sum = durationText(total, zone.locale);
  return timer.dueAt
    ? t('receipt.sum', { sum, time: instantText(Date.parse(timer.dueAt), now, zone) })
    : t('receipt.sumOnly', { sum });
}

function lengthOf(span: Span): number {
  return Date.parse(span.to) - Date.parse(span.from);
}

/** The receipt as lines of text, to paste elsewhere. */
function plainReceipt(timer: Timer, sidebar: Sidebar): string {
  const { t, zone } = sidebar;
  const spans = timer.receipt.map((span) => {
    const counted = span.counted ? durationText(lengthOf(span), zone.locale) : t('receipt.notCounted');
    return `${spanText(span, sidebar)}  ${t(`receipt.${span.kind}`)}  ${counted}`;
  });
  return [headingOf(timer, sidebar), ...spans, sumText(timer, sidebar)].join('\n');
}
