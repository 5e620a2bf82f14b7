// Garden's 12 px icons. They stand beside words and never carry a meaning alone, so they are hidden from screen readers.
import styled from 'styled-components';
import alertError from '@zendeskgarden/svg-icons/src/12/alert-error-fill.svg?raw';
import alertWarning from '@zendeskgarden/svg-icons/src/12/alert-warning-fill.svg?raw';
import checkCircle from '@zendeskgarden/svg-icons/src/12/check-circle-fill.svg?raw';
import clock from '@zendeskgarden/svg-icons/src/12/clock-stroke.svg?raw';
import copy from '@zendeskgarden/svg-icons/src/12/copy-stroke.svg?raw';
import info from '@zendeskgarden/svg-icons/src/12/info-stroke.svg?raw';
import pause from '@zendeskgarden/svg-icons/src/12/pause-fill.svg?raw';
import user from '@zendeskgarden/svg-icons/src/12/user-circle-stroke.svg?raw';
import { color, type ColorName } from './color.ts';

const ICONS = { alertError, alertWarning, checkCircle, clock, copy, info, pause, user } as const;

export type IconName = keyof typeof ICONS;

const Box = styled.span<{ $tone: ColorName }>`
  display: inline-flex;
  flex: none;
  align-items: center;
  line-height: 0;
  color: ${({ theme, $tone }) => color(theme, $tone)};
  /* Stands at the first line of the words beside it. */
  &::before {
    content: '\\200b';
  }
  & svg {
    width: 12px;
    height: 12px;
  }
`;

export function Icon({ name, tone = 'foreground.subtle' }: { readonly name: IconName; readonly tone?: ColorName }) {
  return <Box $tone={tone} aria-hidden="true" dangerouslySetInnerHTML={{ __html: ICONS[name] }} />;
}
