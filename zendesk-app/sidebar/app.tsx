// The sidebar's frame: theme and direction, what is shown for each view, the ticking instant, the height told to Zendesk.
import { DEFAULT_THEME, ThemeProvider } from '@zendeskgarden/react-theming';
import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { createGlobalStyle } from 'styled-components';
import type { Sidecar } from '../api/sidecar.ts';
import type { View, Watch } from '../api/watch.ts';
import type { ColorScheme, Host } from '../zaf/host.ts';
import { Announcer } from './announcer.tsx';
import { color } from './color.ts';
import { Column } from './parts.tsx';
import { Down, Loading, Plain, SavedNotice, Unset } from './states.tsx';
import { Ticket } from './ticket.tsx';
import { isRightToLeft, shownLocale } from './text/language.ts';
import type { Zone } from './text/instant.ts';
import { translator, type Translate } from './text/messages.ts';
import { useFittingHeight } from './height.ts';
import { nextTick } from './timer-view.ts';

/** Only in places without a saved ticket. */
const Customer = lazy(async () => import('./customer.tsx'));

const Ground = createGlobalStyle`
  body {
    background: ${({ theme }) => color(theme, 'background.default')};
  }
`;

/** Garden's theme for a scheme and a language; the page's own parts (scroll bars, fields) follow. */
export function Frame(props: {
  readonly scheme: ColorScheme;
  readonly locale: string;
  readonly children: React.ReactNode;
}) {
  const { scheme, locale, children } = props;
  const rtl = isRightToLeft(locale);
  const theme = useMemo(
    () => ({ ...DEFAULT_THEME, rtl, colors: { ...DEFAULT_THEME.colors, base: scheme } }),
    [scheme, rtl],
  );
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dir = rtl ? 'rtl' : 'ltr';
    root.style.colorScheme = scheme;
  }, [rtl, scheme]);
  return (
    <ThemeProvider theme={theme}>
      <Ground />
      {children}
    </ThemeProvider>
  );
}

export interface AppProps {
  readonly host: Host;
  readonly sidecar: Sidecar;
  /** Null: there is nothing to watch, an unsaved ticket or no address of a sidecar. */
  readonly watch: Watch | null;
}

export function App({ host, sidecar, watch }: AppProps) {
  const scheme = useColorScheme(host);
  const locale = shownLocale(host.agent.locale);
  const t = useMemo(() => translator(locale), [locale]);
  const zone = useMemo(() => ({ locale, timeZone: host.agent.timeZone }), [locale, host]);
  const column = useRef<HTMLDivElement>(null);
  useFittingHeight(column, host.resize);
  useEffect(() => {
    document.title = t('title');
  }, [t]);
  return (
    <Frame scheme={scheme} locale={locale}>
      <Column ref={column} as="main" lang={locale}>
        {watch ? (
          <Watched t={t} zone={zone} host={host} sidecar={sidecar} watch={watch} />
        ) : host.sidecarUrl === null ? (
          <Unset t={t} host={host} what="unset.noAddress" />
        ) : (
          <Suspense fallback={<Loading t={t} />}>
            <Customer t={t} zone={zone} host={host} sidecar={sidecar} />
          </Suspense>
        )}
      </Column>
    </Frame>
  );
}

function Watched({
  t,
  zone,
  host,
  sidecar,
  watch,
}: AppProps & { readonly t: Translate; readonly zone: Zone; readonly watch: Watch }) {
  const view = useSyncExternalStore(watch.subscribe, watch.view);
  const now = useNow(view);
  switch (view.kind) {
    case 'loading':
      return <Loading t={t} />;
    case 'unknown':
      return <Plain t={t} name="unknown" onAgain={watch.refresh} />;
    case 'down':
      return <Down t={t} zone={zone} trouble={view.trouble} now={now} onAgain={watch.refresh} />;
    case 'shown': {
      const { support, trouble, clockOffset } = view;
      if (support.policy === null) return <Unset t={t} host={host} what="unset.noPolicy" />;
      const notice = trouble ? (
        <SavedNotice t={t} zone={zone} trouble={trouble} now={now} onAgain={watch.refresh} />
      ) : null;
      const there = now + clockOffset;
      return (
        <>
          <Announcer t={t} support={support} now={there} locale={zone.locale} />
          <Ticket
            t={t}
            zone={zone}
            now={there}
            support={support}
            host={host}
            sidecar={sidecar}
            watch={watch}
            trouble={notice}
          />
        </>
      );
    }
  }
}

/** The browser's instant, renewed when any shown text changes and when an answer comes; it rests while the page is hidden. */
function useNow(view: View): number {
  const [now, setNow] = useState(Date.now);
  const [seen, setSeen] = useState(view);
  if (seen !== view) {
    setSeen(view);
    setNow(Date.now());
  }
  useEffect(() => {
    const wait = tickOf(view, Date.now());
    if (wait === null || document.hidden) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), wait);
    return () => clearTimeout(timer);
  }, [view, now]);
  return now;
}

function tickOf(view: View, now: number): number | null {
  if (view.kind === 'down') return 1_000;
  if (view.kind !== 'shown') return null;
  return view.trouble ? 1_000 : nextTick(view.support.timers, now + view.clockOffset);
}

function useColorScheme(host: Host): ColorScheme {
  const [scheme, setScheme] = useState(host.colorScheme);
  useEffect(() => host.on('colorScheme.changed', (name) => setScheme(name === 'dark' ? 'dark' : 'light')), [host]);
  return scheme;
}
