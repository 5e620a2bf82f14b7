/** The typed face of Zendesk's SDK against the SDK's traps. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectHost } from '../../zendesk-app/zaf/host.ts';
import type { ZafClient } from '../../zendesk-app/zaf/client.ts';
import { sidecarOf } from '../../zendesk-app/api/sidecar.ts';
import { support } from './states/make.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ANSWERS = {
  errors: {},
  currentUser: { id: 101, role: 'agent', locale: 'en-GB', timeZone: { ianaName: 'Europe/London' } },
  currentAccount: { subdomain: 'acme' },
  colorScheme: 'dark',
};

function client(overrides: Partial<ZafClient> = {}): ZafClient {
  return {
    metadata: async () => ({
      appId: 901,
      settings: { title: 'Tierline', sidecar_url: 'https://sidecar.example.com/' },
    }),
    context: async () => ({
      product: 'support',
      location: 'ticket_sidebar',
      account: { subdomain: 'acme' },
      ticketId: 7,
    }),
    get: async () => ANSWERS,
    set: async () => ({ errors: {} }),
    invoke: async () => ({ errors: {} }),
    on: () => undefined,
    off: () => undefined,
    request: async () => ({ data: {} }),
    ...overrides,
  };
}

test('it reads who looks at which ticket', async () => {
  expect(await connectHost(client())).toMatchObject({
    ticketId: '7',
    subdomain: 'acme',
    colorScheme: 'dark',
    sidecarUrl: 'https://sidecar.example.com',
    agent: { id: '101', role: 'agent', locale: 'en-GB', timeZone: 'Europe/London' },
  });
});

test('an unsaved ticket has no number, an empty setting no address', async () => {
  const host = await connectHost(
    client({
      metadata: async () => ({ appId: 0, settings: { sidecar_url: ' ' } }),
      context: async () => ({ product: 'support', location: 'new_ticket_sidebar', account: { subdomain: 'acme' } }),
    }),
  );
  expect(host).toMatchObject({ ticketId: null, sidecarUrl: null });
});

test.each([
  ['an error that the SDK resolves with', { message: 'Invocation request timeout' }],
  ['nothing', undefined],
])('%s is no answer', async (_name, answer) => {
  await expect(connectHost(client({ get: async () => answer }))).rejects.toThrow('Zendesk could not say who I am');
});

test('a host that never greets is given up on', async () => {
  const connecting = connectHost(client({ metadata: async () => new Promise(() => undefined) }));
  const words = connecting.catch((fault: unknown) => String(fault));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await words).toContain('Zendesk did not answer the greeting in 5000 ms');
});

test('a request that hangs for ever is unreachable after eight seconds', async () => {
  const host = await connectHost(client({ request: async () => new Promise(() => undefined) }));
  const asked = sidecarOf(host).support('7');
  await vi.advanceTimersByTimeAsync(8_000);
  expect(await asked).toEqual({ kind: 'unreachable' });
});

test.each([
  [
    '401 of the sidecar',
    { status: 401, responseText: '{"errors":[{"message":"no","extensions":{"code":"UNAUTHENTICATED"}}]}' },
    { kind: 'unauthorized' },
  ],
  ["a proxy's page", { status: 502, responseText: '<html>Bad gateway</html>' }, { kind: 'unreachable' }],
  ['an Error', new Error('aborted'), { kind: 'unreachable' }],
  [
    'a refused operation',
    { status: 400, responseJSON: { errors: [{ message: 'Cost', extensions: { code: 'LIMIT_EXCEEDED' } }] } },
    { kind: 'fault', code: 'LIMIT_EXCEEDED', message: 'Cost' },
  ],
  [
    'a sidecar that cannot ask Zendesk',
    { status: 200, responseJSON: { errors: [{ message: 'later', extensions: { code: 'UNAVAILABLE' } }] } },
    { kind: 'fault', code: 'UNAVAILABLE', message: 'later' },
  ],
])('%s', async (_name, failure, expected) => {
  const host = await connectHost(client({ request: async () => Promise.reject(failure as Error) }));
  expect(await sidecarOf(host).support('7')).toEqual(expected);
});

test("another ticket's judgement is not taken", async () => {
  const other = support({ ticketId: '8' });
  const host = await connectHost(client({ request: async () => ({ data: { ticketSupport: other } }) }));
  expect(await sidecarOf(host).support('7')).toEqual({ kind: 'data', data: null });
});

test('text instead of parsed JSON is read all the same', async () => {
  const body = JSON.stringify({ data: { ticketSupport: support({ ticketId: '7' }) } });
  const host = await connectHost(client({ request: async () => body }));
  expect(await sidecarOf(host).support('7')).toMatchObject({ kind: 'data', data: { ticketId: '7' } });
});

test('a refused act comes back as a value', async () => {
  const refused = { __typename: 'Refused', code: 'DUTY_BLOCKED', message: 'Do first: plan.', problems: [] };
  const host = await connectHost(client({ request: async () => ({ data: { result: refused } }) }));
  expect(await sidecarOf(host).act('completeDuty', '7', { duty: 'record' })).toEqual({ kind: 'refused', refused });
});

test('what Zendesk shows of us is plain text', async () => {
  const invoke = vi.fn<ZafClient['invoke']>(async () => ({ errors: {} }));
  (await connectHost(client({ invoke }))).notify('<b>Copied</b> & more', 'notice');
  expect(invoke).toHaveBeenCalledWith('notify', '&lt;b&gt;Copied&lt;/b&gt; &amp; more', 'notice');
});

test('an action that Zendesk does not know is false, not a fault', async () => {
  const errors = { 'comment.appendText': { name: 'APIUnsupportedError', message: 'No such Api' } };
  const host = await connectHost(client({ invoke: async () => ({ errors }) }));
  expect(await host.insertDraft('text')).toBe(false);
});

test('whose ticket it is: the form’s organization, else the requester’s first; nobody where Zendesk does not say', async () => {
  const place = { product: 'support', location: 'new_ticket_sidebar', account: { subdomain: 'acme' } };
  const form = (facts: object) => ({
    context: async () => place,
    get: async (paths: string[]) => (paths.includes('currentUser') ? ANSWERS : { errors: {}, ...facts }),
  });
  const requester = {
    id: 5,
    organizations: [
      { id: 8, name: 'First' },
      { id: 9, name: 'Second' },
    ],
  };
  const chosen = await connectHost(client(form({ 'ticket.organization': { id: 9 }, 'ticket.requester': requester })));
  expect(chosen.place).toBe('newTicket');
  expect(await chosen.customer()).toEqual({ organizationId: '9', requesterId: '5' });
  expect(await chosen.memberships()).toEqual([
    { id: '8', name: 'First', chosen: false },
    { id: '9', name: 'Second', chosen: true },
  ]);
  const open = await connectHost(client(form({ 'ticket.requester': requester })));
  expect(await open.customer()).toEqual({ organizationId: '8', requesterId: '5' });
  const silent = await connectHost(client(form({})));
  expect(await silent.customer()).toEqual({ organizationId: null, requesterId: null });
  const beside = { ...place, location: 'organization_sidebar', organizationId: 7 };
  const page = await connectHost(client({ context: async () => beside }));
  expect(await page.customer()).toEqual({ organizationId: '7', requesterId: null });
});

test('a cause never becomes a reply: no note where the composer stays public', async () => {
  const said: string[] = [];
  const refusing = client({
    set: async () => ({ errors: { 'comment.type': { name: 'APIUnsupportedError', message: 'No such Api' } } }),
    invoke: async (action) => {
      said.push(action);
      return { errors: {} };
    },
  });
  expect(await (await connectHost(refusing)).insertNote('Cause: late')).toBe(false);
  expect(said).toEqual([]);
});
