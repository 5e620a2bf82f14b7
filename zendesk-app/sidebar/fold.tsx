// A fold-out: the browser's own `<details>`, which brings keyboard, state and name for nothing.
import type { ReactNode } from 'react';
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
  & > summary:focus-visible {
    outline: 2px solid ${({ theme }) => color(theme, 'border.primaryEmphasis')};
  }
`;

const Body = styled(Stack)`
  padding-block: 6px 2px;
`;

export interface FoldProps {
  readonly title: string;
  readonly count?: string | number;
  readonly id?: string;
  readonly open?: boolean;
  readonly onToggle?: (open: boolean) => void;
  readonly children: ReactNode;
}

export function Fold({ title, count, id, open, onToggle, children }: FoldProps) {
  return (
    <Details id={id} open={open} onToggle={(event) => onToggle?.(event.currentTarget.open)}>
      <summary>
        {title} {count === undefined ? null : <Muted>{count}</Muted>}
      </summary>
      <Body $gap={8}>{children}</Body>
    </Details>
  );
}
