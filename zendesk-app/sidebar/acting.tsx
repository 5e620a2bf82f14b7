// A place from which acts are done: what the sidecar says against one stands there, beside what was pressed.
import { useEffect, useRef, useState, type ReactNode } from 'react';
import styled from 'styled-components';
import type { ActName } from '../api/operations.ts';
import { color } from './color.ts';
import { useSidebar } from './context.ts';
import { Icon } from './icon.tsx';
import { Inline, Small } from './parts.tsx';

export type ActValues = Readonly<Record<string, string>>;

export interface Acting {
  /** True: it was done. */
  act(name: ActName, values: ActValues): Promise<boolean>;
  /** Why the last act from here was not done; draw it beside the button. */
  readonly refusal: ReactNode;
}

/** One for each form, row or button that acts. */
export function useAct(): Acting {
  const { act } = useSidebar();
  const [why, setWhy] = useState<string | null>(null);
  return {
    act: async (name, values) => {
      setWhy(null);
      const refused = await act(name, values);
      setWhy(refused);
      return refused === null;
    },
    refusal: why === null ? null : <Refusal text={why} />,
  };
}

const Strip = styled(Inline)`
  display: flex;
  margin-block: 2px;
  padding: 4px 8px;
  border-radius: 2px;
  background: ${({ theme }) => color(theme, 'background.warning')};
`;

/** What was not done, and why; brought into sight, as the frame may show only a part of the page. */
export function Refusal({ text }: { readonly text: string }) {
  const strip = useRef<HTMLSpanElement>(null);
  useEffect(() => strip.current?.scrollIntoView({ block: 'nearest' }), [text]);
  return (
    <Strip ref={strip} role="alert">
      <Icon name="alertWarning" tone="foreground.warning" />
      <Small>{text}</Small>
    </Strip>
  );
}
