// What Vite lets us import beside code, and Garden's theme for styled-components.
import 'styled-components';
import type { IGardenTheme } from '@zendeskgarden/react-theming';

declare module 'styled-components' {
  // eslint-disable-next-line typescript/no-empty-object-type
  export interface DefaultTheme extends IGardenTheme {}
}
