// Garden's semantic colours, the only ones used: they exist for light and dark.
import { getColor } from '@zendeskgarden/react-theming';
import type { DefaultTheme } from 'styled-components';

export type ColorName =
  | 'background.default'
  | 'background.subtle'
  | 'background.warning'
  | 'background.danger'
  | 'background.primaryEmphasis'
  | 'border.default'
  | 'border.subtle'
  | 'border.warning'
  | 'border.danger'
  | 'border.emphasis'
  | 'border.primaryEmphasis'
  | 'border.warningEmphasis'
  | 'border.dangerEmphasis'
  | 'foreground.default'
  | 'foreground.subtle'
  | 'foreground.primary'
  | 'foreground.success'
  | 'foreground.warning'
  | 'foreground.danger';

/** Garden types it by a package of types that it does not bring. */
const colorOf = getColor as (parameters: { readonly theme: DefaultTheme; readonly variable: ColorName }) => string;

export function color(theme: DefaultTheme, variable: ColorName): string {
  return colorOf({ theme, variable });
}
