// A fold-out: the browser's own `<details>`, which brings keyboard, state and name for nothing.
import { useState, type ReactNode } from 'react';
import styled from 'styled-components';
import { color } from './color.ts';
import { Muted, Stack } from './parts.tsx';

const Details = styled.details`
  border-block-start: 1px solid ${({ theme }) => color(theme, 'border.subtle')};
  padding-block-start: 4px;
  & > summary {
    min-block-size: 24px;
    line-height: 24px;
    font-weight: 600;
    cursor: pointer;
    border-radius: 2px;
  }
  @media (max-width: 260px) {
    & > summary {
      font-size: 13px;
    }
  }
  & > summary:focus-visible {
    outline: 2px solid ${({ theme }) => color(theme, 'border.primaryEmphasis')};
  }
`;

const Body = styled(Stack)`
  padding-block: 6px 2px;
`;

export interface FoldProps {
  readonly id: string;
  readonly title: string;
  readonly count: string | number;
  readonly children: ReactNode;
}

export function Fold({ id, title, count, children }: FoldProps) {
  // Once opened it stays drawn, so that what was typed in it is still there after a look elsewhere.
  const [drawn, setDrawn] = useState(false);
  return (
    <Details id={id} onToggle={() => setDrawn(true)}>
      <summary>
        {title} <Muted style={{ fontWeight: 400 }}>{count}</Muted>
      </summary>
      <Body $gap={8}>{drawn ? children : null}</Body>
    </Details>
  );
}
