// A panel that opens in place: its heading takes the focus, Escape or Close gives it back to what opened it.
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import styled from 'styled-components';
import { color } from './color.ts';
import { useSidebar } from './context.ts';
import { Line, Stack, Subtitle, TextButton } from './parts.tsx';

const Box = styled.section`
  display: flex;
  flex-direction: column;
  gap: 8px;
  padding: 8px 10px;
  border: 1px solid ${({ theme }) => color(theme, 'border.default')};
  border-radius: 4px;
  background: ${({ theme }) => color(theme, 'background.subtle')};
`;

const Heading = styled(Subtitle)`
  border-radius: 2px;
  &:focus-visible {
    outline: 2px solid ${({ theme }) => color(theme, 'border.primaryEmphasis')};
    outline-offset: 2px;
  }
`;

/** There is one panel at a time. */
export const PANEL_ID = 'panel';

export function Panel(props: { readonly title: string; readonly onClose: () => void; readonly children: ReactNode }) {
  const { title, onClose, children } = props;
  const { t } = useSidebar();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <Box
      id={PANEL_ID}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <Line>
        <Heading ref={heading} tabIndex={-1}>
          {title}
        </Heading>
        <TextButton onClick={onClose}>{t('close')}</TextButton>
      </Line>
      <Stack $gap={8}>{children}</Stack>
    </Box>
  );
}
