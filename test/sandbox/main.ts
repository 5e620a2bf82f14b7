// `npm run sandbox`: the sandbox alone, API and agent page, until it is stopped.
import { ensureBuilt } from './built.ts';
import { DEFAULT_APP_SECRET, DEFAULT_OAUTH_CLIENT, DEFAULT_WEBHOOK_SECRET } from './options.ts';
import { startAgentPages } from './pages.ts';
import { startSandbox } from './sandbox.ts';

const { SANDBOX_HOST, SANDBOX_PORT, SIDECAR_URL, SANDBOX_WEBHOOK_SECRET } = process.env;
const sidecar = SIDECAR_URL ?? 'http://127.0.0.1:4000';
const sidecarPort = new URL(sidecar).port || '4000';
const webhookSecret = SANDBOX_WEBHOOK_SECRET ?? DEFAULT_WEBHOOK_SECRET;
if (await ensureBuilt()) process.stdout.write('The app and the agent page are built.\n');
const pages = await startAgentPages();
const sandbox = await startSandbox({
  host: SANDBOX_HOST ?? '127.0.0.1',
  port: Number(SANDBOX_PORT ?? 4001),
  webhook: { endpoint: `${sidecar}/webhooks/zendesk`, secret: webhookSecret },
  app: { settings: { title: 'Tierline', sidecar_url: sidecar } },
  pages: (server) => pages.mount(server),
});
process.stdout.write(
  [
    `Zendesk sandbox   ${sandbox.url}/agent/`,
    `API               ${sandbox.url}/api/v2`,
    `OAuth client      ${DEFAULT_OAUTH_CLIENT.id} (its secret: test/sandbox/options.ts)`,
    `webhooks go to    ${sidecar}/webhooks/zendesk`,
    '',
    'A sidecar for it, in another terminal (the secrets are of this sandbox alone):',
    `  ZENDESK_URL=${sandbox.url} ZENDESK_SUBDOMAIN=${sandbox.state.account.subdomain} \\`,
    `  ZENDESK_OAUTH_CLIENT_ID=${DEFAULT_OAUTH_CLIENT.id} ZENDESK_OAUTH_CLIENT_SECRET=${DEFAULT_OAUTH_CLIENT.secret} \\`,
    `  ZENDESK_WEBHOOK_SECRET=${webhookSecret} ZENDESK_APP_SECRET=${DEFAULT_APP_SECRET} \\`,
    `  ${sidecarPort === '4000' ? '' : `PORT=${sidecarPort} `}POLICIES_DIR=sidecar/policies npm run sidecar`,
    '',
  ].join('\n'),
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void Promise.all([sandbox.close(), pages.close()]));
}
