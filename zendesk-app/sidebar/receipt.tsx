// The receipt of each timer: spans of open, closed, holiday and paused time that add up to its target.
import type { Timer } from '#schema/generated/support.ts';
import styled from 'styled-components';
import { color } from './color.ts';
import { useSidebar } from './context.ts';
import { brokenTimers } from './counts.ts';
import { copyAndTell } from './copy.ts';
import { dueText } from './copy-choices.ts';
import { Label, Muted, Row, Small, Stack, Strong, TextButton } from './parts.tsx';
import { headingOf, lengthOf, receiptText, spanText, sumText } from './receipt-text.ts';
import { durationText } from './text/duration.ts';

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
  const { t, support, now, open } = sidebar;
  const due = dueText(sidebar);
  return (
    <>
      {support.timers.map((timer) => (
        <TimerReceipt key={`${timer.metric} ${timer.startedAt}`} timer={timer} />
      ))}
      {support.timers.length === 0 ? <Muted>{t('timer.none')}</Muted> : null}
      <Row>
        {support.timers.length > 0 ? (
          <TextButton onClick={() => void copyAndTell(receiptText(sidebar), sidebar)}>
            {t('receipt.copyText')}
          </TextButton>
        ) : null}
        {due ? <TextButton onClick={() => void copyAndTell(due, sidebar)}>{t('keys.copyDue')}</TextButton> : null}
        {brokenTimers(support, now).length > 0 ? (
          <TextButton onClick={() => open('cause')} data-panel="cause">
            {t('cause.link')}
          </TextButton>
        ) : null}
      </Row>
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
