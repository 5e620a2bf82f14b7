// The sidebar's root: waits for Zendesk's greeting, then watches the ticket.
import '@zendeskgarden/css-bedrock';
import './page.css';
import { Component, StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { browserStorage, savedCopies } from '../api/saved.ts';
import { sidecarOf } from '../api/sidecar.ts';
import { watchTicket } from '../api/watch.ts';
import { connectHost, type ColorScheme, type Host } from '../zaf/host.ts';
import { App, Frame } from './app.tsx';
import { Column } from './parts.tsx';
import { Loading, Plain } from './states.tsx';
import { translator } from './text/messages.ts';

const t = translator('en');
const scheme: ColorScheme = new URLSearchParams(location.search).get('colorScheme') === 'dark' ? 'dark' : 'light';
const element = document.querySelector('#app');
if (!element) throw new Error('The page has no #app');
const root = createRoot(element);

void start();

async function start(): Promise<void> {
  const client = window.ZAFClient?.init();
  if (!client) {
    draw(
      <Frame scheme={scheme} locale="en">
        <Column as="main">
          <Plain t={t} name="outside" />
        </Column>
      </Frame>,
    );
    return;
  }
  draw(
    <Frame scheme={scheme} locale="en">
      <Column as="main">
        <Loading t={t} />
      </Column>
    </Frame>,
  );
  try {
    show(await connectHost(client));
  } catch (fault) {
    console.error(fault);
    draw(<Crash />);
  }
}

function show(host: Host): void {
  const sidecar = sidecarOf(host);
  const watch =
    host.ticketId === null || host.sidecarUrl === null
      ? null
      : watchTicket({
          ticketId: host.ticketId,
          host,
          sidecar,
          saved: savedCopies(browserStorage(), host.subdomain, Date.now),
          clock: { now: Date.now, after },
          visibility: {
            hidden: () => document.hidden,
            onChange: (listener) => {
              document.addEventListener('visibilitychange', listener);
              return () => document.removeEventListener('visibilitychange', listener);
            },
          },
        });
  draw(
    <Net>
      <App host={host} sidecar={sidecar} watch={watch} />
    </Net>,
  );
}

function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}

function draw(children: ReactNode): void {
  root.render(<StrictMode>{children}</StrictMode>);
}

function Crash() {
  return (
    <Frame scheme={scheme} locale="en">
      <Column as="main">
        <Plain t={t} name="crash" onAgain={() => location.reload()} />
      </Column>
    </Frame>
  );
}

/** A bug in the panel must leave the agent a way on, not an empty frame. */
class Net extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Crash /> : this.props.children;
  }
}
