// Tier, policy and how long the contract holds; `Why?` beside it.
import styled from 'styled-components';
import type { Contract } from '#schema/generated/support.ts';
import { endText } from './contract-text.ts';
import { useSidebar, type Sidebar } from './context.ts';
import { Badge, Line, Muted, Row, Sentence, Small, Stack, Strong, TextButton, Title } from './parts.tsx';

const Words = styled(Sentence)`
  margin-block-start: 6px;
  color: inherit;
  font-size: 14px;
  line-height: 20px;
`;

export function Header() {
  const sidebar = useSidebar();
  const { t, support, open } = sidebar;
  const { contract, coverage } = support;
  return (
    <Stack $gap={0}>
      <Line style={{ flexWrap: 'nowrap' }}>
        <Row as="div">
          <Title>{contract ? contract.tier.title : t('header.noContract')}</Title>
          {contract ? null : <Badge>{t(`coverage.${coverage.verdict}`)}</Badge>}
        </Row>
        <TextButton onClick={() => open('why')} data-panel="why" style={{ flex: 'none' }}>
          {t('header.why')}
        </TextButton>
      </Line>
      {contract ? <Muted>{holdingText(contract, sidebar)}</Muted> : null}
      <Standing />
      {contract ? null : <Words>{coverage.reasons[0]?.text ?? t('header.noContractText')}</Words>}
    </Stack>
  );
}

/** `P1 Federation failure · Covered`: the ticket's own verdicts, each answered for in `Why?`. */
function Standing() {
  const { t, support } = useSidebar();
  const { contract, priority, coverage } = support;
  if (!contract) return null;
  return (
    <Small>
      {priority ? (
        <>
          <Strong>{priority.id}</Strong> {priority.title} ·{' '}
        </>
      ) : null}
      {t(`coverage.${coverage.verdict}`)}
    </Small>
  );
}

/** `NextPlane support · until 31 Mar 2027` */
function holdingText(contract: Contract, sidebar: Sidebar): string {
  return [sidebar.support.policy?.title ?? '', endText(contract, sidebar)].filter(Boolean).join(' · ');
}
