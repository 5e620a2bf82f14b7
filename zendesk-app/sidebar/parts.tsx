// The few shapes that the sidebar is made of. Logical sizes only, so that right-to-left needs nothing of its own.
import { Anchor, Button } from '@zendeskgarden/react-buttons';
import type { ComponentProps, ReactNode } from 'react';
import styled, { css } from 'styled-components';
import { color } from './color.ts';

/** The column of the whole sidebar. */
export const Column = styled.div`
  display: flex;
  flex-direction: column;
  gap: 8px;
  padding: 6px 12px 8px;
  overflow-wrap: anywhere;
  color: ${({ theme }) => color(theme, 'foreground.default')};
  background: ${({ theme }) => color(theme, 'background.default')};
  font-size: 14px;
  line-height: 20px;
`;

export const Stack = styled.div<{ $gap?: number }>`
  display: flex;
  flex-direction: column;
  gap: ${({ $gap = 4 }) => $gap}px;
  min-inline-size: 0;
`;

/** One line whose ends lie apart; wraps when there is no room. */
export const Line = styled.div`
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  justify-content: space-between;
  gap: 0 8px;
  min-inline-size: 0;
`;

export const Inline = styled.span`
  display: inline-flex;
  align-items: baseline;
  gap: 6px;
  min-inline-size: 0;
`;

export const Row = styled.div`
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px 12px;
  min-inline-size: 0;
`;

const small = css`
  font-size: 12px;
  line-height: 16px;
`;

export const Muted = styled.span`
  ${small}
  color: ${({ theme }) => color(theme, 'foreground.subtle')};
`;

/** Words of the policy, which begin in lower case, as a sentence of their own. */
export const Sentence = styled(Muted)`
  display: block;
  &::first-letter {
    text-transform: uppercase;
  }
`;

export const Small = styled.span`
  ${small}
`;

export const Badge = styled.span`
  padding: 0 6px;
  border: 1px solid ${({ theme }) => color(theme, 'border.emphasis')};
  border-radius: 4px;
  ${small}
`;

export const Strong = styled.strong`
  font-weight: 600;
`;

export const Title = styled.h1`
  margin: 0;
  font-size: 18px;
  font-weight: 600;
  line-height: 24px;
`;

export const Subtitle = styled.h2`
  margin: 0;
  font-size: 14px;
  font-weight: 600;
  line-height: 20px;
`;

export const Label = styled.h3`
  margin: 0;
  ${small}
  font-weight: 600;
`;

export const Text = styled.p`
  margin: 0;
`;

export const List = styled.ul`
  display: flex;
  flex-direction: column;
  gap: 6px;
  margin: 0;
  padding: 0;
  list-style: none;
`;

/** Lines of small print. */
export const SmallList = styled(List)`
  gap: 2px;
  ${small}
`;

/** A way out of the sidebar, as small as the words around it. */
export const Link = styled(Anchor)`
  font-size: 12px;
`;

export const Divider = styled.hr`
  inline-size: 100%;
  margin: 0;
  border: 0;
  border-block-start: 1px solid ${({ theme }) => color(theme, 'border.subtle')};
`;

/** Heard, not seen. */
export const Hidden = styled.span`
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
`;

const field = css`
  box-sizing: border-box;
  inline-size: 100%;
  min-block-size: 28px;
  padding: 3px 8px;
  border: 1px solid ${({ theme }) => color(theme, 'border.emphasis')};
  border-radius: 4px;
  color: ${({ theme }) => color(theme, 'foreground.default')};
  background: ${({ theme }) => color(theme, 'background.default')};
  font: inherit;
  font-size: 13px;
  &:focus-visible {
    outline: 2px solid ${({ theme }) => color(theme, 'border.primaryEmphasis')};
    outline-offset: 1px;
  }
`;

export const Input = styled.input`
  ${field}
`;

export const Select = styled.select`
  ${field}
`;

const LinkLike = styled(Button)`
  min-block-size: 24px;
  font-size: 13px;
  text-align: start;
  white-space: normal;
  && {
    text-decoration: underline;
  }
`;

/** An action in a line of text, tall enough to hit. */
export function TextButton(props: ComponentProps<typeof Button>) {
  return <LinkLike isLink type="button" {...props} />;
}

const Outlined = styled(Button)`
  && {
    block-size: auto;
    min-block-size: 28px;
    padding-inline: 8px;
    font-size: 13px;
    line-height: 18px;
    white-space: normal;
  }
`;

/** An action that stands for itself. Never primary: nothing is urgent enough on first sight. */
export function SmallButton(props: ComponentProps<typeof Button>) {
  return <Outlined size="small" type="button" {...props} />;
}

const FieldLabel = styled.label`
  display: flex;
  flex-direction: column;
  gap: 2px;
  ${small}
`;

export function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <FieldLabel>
      {label}
      {children}
    </FieldLabel>
  );
}
