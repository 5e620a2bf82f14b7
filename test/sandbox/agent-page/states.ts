/** One state of the sidebar by URL: `?state=breached&w=320&scheme=dark&locale=en-GB&zone=Europe/London&role=agent`. For tests and pictures. */
import { frameUrl, hostFrame, type ZafHost } from '../zaf/host.ts';
import type { RequestAnswer, RequestOptions } from '../zaf/messages.ts';
import { STATES, type State, type StateName } from '#test/zendesk-app/states/states.ts';
import { TICKET } from '#test/zendesk-app/states/make.ts';

declare global {
  interface Window {
    /** What the app did to its host, for tests. */
    readonly observed: {
      readonly heights: number[];
      readonly notes: string[];
      readonly sent: unknown[];
      drafts: string[];
      /** What was set in the form, by path. */
      readonly set: Record<string, unknown>;
    };
    readonly zaf: ZafHost;
  }
}

const query = new URLSearchParams(location.search);
const state: State = STATES[(query.get('state') ?? 'tier-known') as StateName];
const width = Number(query.get('w') ?? 320);
const scheme = query.get('scheme') === 'dark' ? 'dark' : 'light';
const observed = {
  heights: [] as number[],
  notes: [] as string[],
  sent: [] as unknown[],
  drafts: [] as string[],
  set: {} as Record<string, unknown>,
};

const appUrl = query.get('app') ?? ((await (await fetch('/agent/config')).json()) as { appUrl: string }).appUrl;
const appGuid = crypto.randomUUID();
const frame = document.createElement('iframe');
frame.title = 'Tierline';
frame.style.inlineSize = `${String(width)}px`;
frame.style.blockSize = '219px';
document.body.style.background = scheme === 'dark' ? '#151a1e' : '#fff';

const zaf = hostFrame(frame, appUrl, appGuid, {
  metadata: {
    appId: 901,
    installationId: 902,
    name: 'Tierline',
    version: '0.0.0',
    plan: { name: 'enterprise' },
    settings: { title: 'Tierline', sidecar_url: state.address === false ? '' : 'http://127.0.0.1:4000' },
  },
  context: {
    product: 'support',
    account: { subdomain: 'sandbox' },
    location: state.location ?? 'ticket_sidebar',
    ...(state.location === undefined ? { ticketId: Number(TICKET) } : {}),
    ...(state.location === 'organization_sidebar' ? { organizationId: 509 } : {}),
  },
  get: (path) =>
    ({
      currentUser: {
        id: 28600000000101,
        name: 'Support agent',
        role: query.get('role') ?? 'agent',
        locale: query.get('locale') ?? 'en-GB',
        timeZone: { ianaName: query.get('zone') ?? 'Europe/London' },
      },
      currentAccount: { subdomain: 'sandbox' },
      'ticket.requester': {
        id: 28600000000201,
        organizations: state.organizations ?? [{ id: 509, name: 'Harbour Foods' }],
      },
      'ticket.organization': { id: 509 },
      colorScheme: scheme,
    })[path],
  set: (path, value) => {
    observed.set[path] = value;
    return true;
  },
  invoke: (action, values) => act(action, values),
  request,
});
Object.assign(window, { observed, zaf });
frame.src = frameUrl(appUrl, appGuid, scheme);
document.querySelector('#stage')?.append(frame);

function act(action: string, values: readonly unknown[]): unknown {
  if (action === 'resize') {
    const { height } = values[0] as { height: string };
    frame.style.blockSize = height;
    observed.heights.push(Number.parseInt(height, 10));
  } else if (action === 'notify') observed.notes.push(String(values[0]));
  else if (action === 'routeTo') observed.notes.push(`to ${values.join(' ')}`);
  else if (action === 'comment.appendText') observed.drafts.push(String(values[0]));
  else return undefined;
  return null;
}

let asked = 0;

async function request(options: RequestOptions): Promise<RequestAnswer> {
  if (options['type'] === 'PUT') {
    observed.set[options.url] = JSON.parse(String(options['data']));
    return answer(200, {});
  }
  if (options.url.startsWith('/api/v2/')) return answer(200, { slas: { policy_metrics: state.slas ?? [] } });
  asked += 1;
  observed.sent.push(options);
  switch (state.answers) {
    case 'hang':
      return new Promise(() => undefined);
    case 'down':
      return answer(502, '');
    case 'unauthorized':
      return answer(401, { errors: [{ message: 'The token is not ours', extensions: { code: 'UNAUTHENTICATED' } }] });
    case 'fault':
      return answer(200, { errors: [{ message: 'Something broke (log 7f3a)', extensions: { code: 'INTERNAL' } }] });
    case 'then-down':
      if (asked > 1) return answer(502, '');
      setTimeout(() => zaf.emit('ticket.updated', {}), 50);
      break;
    case undefined:
      break;
  }
  const { query: text } = JSON.parse(String(options['data'])) as { query: string };
  return answer(200, {
    data: text.startsWith('mutation')
      ? { result: refused }
      : { ticketSupport: state.support ?? null, organizationSupport: state.customer ?? null },
  });
}

const refused = { __typename: 'Refused', code: 'NOT_OPEN', message: 'This page only shows states', problems: [] };

function answer(status: number, body: unknown): RequestAnswer {
  return { status, statusText: '', headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
}
