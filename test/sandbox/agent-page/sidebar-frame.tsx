/** The app's frame, and what Zendesk would answer to it about this ticket. */
import { useEffect, useRef } from 'react';
import { shown, type Form } from './form.ts';
import { listen, proxy, roleOf, type Snapshot, type TicketDetail } from './sandbox-api.ts';
import { frameUrl, hostFrame, type ZafHost } from '../zaf/host.ts';
import type { RequestAnswer, RequestOptions } from '../zaf/messages.ts';

export interface SidebarFrameProps {
  readonly appUrl: string;
  readonly world: Snapshot;
  readonly detail: TicketDetail;
  readonly form: Form;
  readonly scheme: 'light' | 'dark';
  change(part: Partial<Form>): void;
  tell(text: string): void;
  onHost(host: ZafHost | null): void;
}

export function SidebarFrame(props: SidebarFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const host = useRef<ZafHost | null>(null);
  // The host answers long after it was made: always with what is shown now.
  const latest = useRef(props);
  latest.current = props;
  const ticketId = props.detail.ticket.id;
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const { appUrl, scheme, onHost } = latest.current;
    const guid = crypto.randomUUID();
    const made = hostFrame(element, appUrl, guid, zendeskPage(latest, element));
    host.current = made;
    onHost(made);
    element.src = frameUrl(appUrl, guid, scheme);
    const deaf = listen(announcements(made, ticketId, latest));
    const onVisibility = () => made.emit(document.hidden ? 'app.deactivated' : 'app.activated', {});
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      deaf();
      made.close();
      onHost(null);
    };
  }, [ticketId]);
  useEffect(() => host.current?.emit('colorScheme.changed', props.scheme), [props.scheme]);
  return <iframe ref={frame} title="Tierline" allow="clipboard-write" />;
}

type Latest = { readonly current: SidebarFrameProps };

/** What happens in the sandbox, as Zendesk tells it to apps. */
function announcements(host: ZafHost, ticketId: number, latest: Latest): Parameters<typeof listen>[0] {
  return {
    ticket: (event) => {
      if (event.ticketId !== ticketId) return;
      host.emit('ticket.comments.changed', null);
      if (event.actorId !== latest.current.world.me.id) host.emit('ticket.updated', { user: { id: event.actorId } });
    },
    notify: ({ event, body }) => host.emit(`api_notification.${event}`, body),
    // Time does not jump in Zendesk. The nearest to it: the agent comes back to the ticket later.
    clock: () => {
      host.emit('app.deactivated', {});
      host.emit('app.activated', { firstLoad: false });
    },
  };
}

function zendeskPage(latest: Latest, frame: HTMLIFrameElement) {
  const { world, detail } = latest.current;
  return {
    metadata: world.app,
    context: {
      product: 'support',
      account: { subdomain: world.account.subdomain },
      location: 'ticket_sidebar',
      ticketId: detail.ticket.id,
    },
    get: (path: string) => readPath(path, latest.current),
    set: (path: string, value: unknown) => setPath(path, value, latest.current),
    invoke: (action: string, values: readonly unknown[]) => act(action, values, latest.current, frame),
    request: async (options: RequestOptions) => request(options, latest.current.world),
  };
}

function readPath(path: string, { world, detail, form, scheme }: SidebarFrameProps): unknown {
  const { ticket, requester, organization } = detail;
  const now = shown(ticket, form);
  const person = (user: typeof requester) =>
    user ? { id: user.id, name: user.name, email: user.email, role: user.role } : null;
  const values: Readonly<Record<string, unknown>> = {
    currentUser: {
      ...person(world.me),
      // Zendesk gives the name of the role, and a light agent's is its own.
      ...(roleOf(world.me) === 'light' ? { role: 'Light agent' } : {}),
      locale: 'en-GB',
      timeZone: {
        ianaName: Intl.DateTimeFormat().resolvedOptions().timeZone,
        name: 'Local',
        offset: 0,
        formattedOffset: '',
      },
    },
    currentAccount: { subdomain: world.account.subdomain, planName: 'Enterprise' },
    colorScheme: scheme,
    'ticket.id': ticket.id,
    'ticket.subject': ticket.subject,
    'ticket.status': now.status,
    'ticket.priority': now.priority,
    'ticket.tags': now.tags,
    'ticket.type': ticket.type,
    'ticket.requester': requester ? { ...person(requester), organizations: organization ? [organization] : [] } : null,
    'ticket.organization': organization,
    'comment.text': form.comment.text,
    'comment.type': form.comment.public ? 'publicReply' : 'internalNote',
  };
  return values[path];
}

function setPath(path: string, value: unknown, { change, form }: SidebarFrameProps): boolean {
  if (path === 'comment.type') {
    change({ comment: { text: form.comment.text, public: value === 'publicReply' } });
    return true;
  }
  if (path !== 'ticket.priority' && path !== 'ticket.status') return false;
  change(path === 'ticket.priority' ? { priority: value === null ? null : String(value) } : { status: String(value) });
  return true;
}

function act(action: string, values: readonly unknown[], props: SidebarFrameProps, frame: HTMLIFrameElement): unknown {
  switch (action) {
    case 'resize':
      frame.style.blockSize = (values[0] as { height: string }).height;
      return null;
    case 'notify':
      props.tell(String(values[0]).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
      return null;
    case 'comment.appendText':
    case 'ticket.comment.appendText': {
      const { text, public: isPublic } = props.form.comment;
      props.change({ comment: { text: text ? `${text}\n${String(values[0])}` : String(values[0]), public: isPublic } });
      return null;
    }
    default:
      return undefined;
  }
}

/** A path goes to Zendesk's own API as the agent; another host through Zendesk's proxy. */
async function request(options: RequestOptions, { account, csrfToken }: Snapshot): Promise<RequestAnswer> {
  const url = new URL(options.url, account.url);
  if (url.origin !== new URL(account.url).origin && url.origin !== location.origin) return proxy(options);
  const method = String(options['type'] ?? 'GET');
  const response = await fetch(url.pathname + url.search, {
    method,
    headers: { 'content-type': String(options['contentType'] ?? 'application/json'), 'x-csrf-token': csrfToken },
    ...(method === 'GET' ? {} : { body: String(options['data'] ?? '') }),
  });
  return { status: response.status, statusText: response.statusText, headers: {}, body: await response.text() };
}
