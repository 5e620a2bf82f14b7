// A notice: what changes what the agent may do. Slim, because the panel is narrow; edge, icon and words say the tone.
import type { ReactNode } from 'react';
import styled from 'styled-components';
import { color, type ColorName } from './color.ts';
import { Icon, type IconName } from './icon.tsx';
import { Row, Sentence, Strong } from './parts.tsx';

export type Tone = 'info' | 'warning' | 'danger';

const LOOKS: Record<Tone, { icon: IconName; ground: ColorName; edge: ColorName; ink: ColorName }> = {
  info: { icon: 'info', ground: 'background.subtle', edge: 'border.primaryEmphasis', ink: 'foreground.primary' },
  warning: {
    icon: 'alertWarning',
    ground: 'background.warning',
    edge: 'border.warningEmphasis',
    ink: 'foreground.warning',
  },
  danger: { icon: 'alertError', ground: 'background.danger', edge: 'border.dangerEmphasis', ink: 'foreground.danger' },
};

const Box = styled.section<{ $tone: Tone }>`
  display: flex;
  flex-direction: column;
  gap: 2px;
  padding: 6px 10px;
  border-inline-start: 3px solid ${({ theme, $tone }) => color(theme, LOOKS[$tone].edge)};
  border-radius: 2px;
  background: ${({ theme, $tone }) => color(theme, LOOKS[$tone].ground)};
`;

const Words = styled(Sentence)`
  color: inherit;
`;

const Head = styled.div`
  display: flex;
  align-items: baseline;
  gap: 6px;
`;

export function Notice(props: {
  readonly tone: Tone;
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}) {
  const { tone, title, text, children } = props;
  return (
    <Box $tone={tone} aria-label={title}>
      <Head>
        <Icon name={LOOKS[tone].icon} tone={LOOKS[tone].ink} />
        <Strong>{title}</Strong>
      </Head>
      {text ? <Words>{text}</Words> : null}
      {children ? <Row>{children}</Row> : null}
    </Box>
  );
}
