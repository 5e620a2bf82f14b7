// `npm run sandbox`: the sandbox alone, until it is stopped.
import { DEFAULT_OAUTH_CLIENT, DEFAULT_WEBHOOK_SECRET } from './options.ts';
import { startSandbox } from './sandbox.ts';

const environment = process.env;
const endpoint = environment.SANDBOX_WEBHOOK_ENDPOINT ?? 'http://127.0.0.1:4000/webhooks/zendesk';
const sandbox = await startSandbox({
  host: environment.SANDBOX_HOST ?? '127.0.0.1',
  port: Number(environment.SANDBOX_PORT ?? 4001),
  webhook: { endpoint, secret: environment.SANDBOX_WEBHOOK_SECRET ?? DEFAULT_WEBHOOK_SECRET },
});
process.stdout.write(
  [
    `Zendesk sandbox   ${sandbox.url}`,
    `webhooks go to    ${endpoint}`,
    `OAuth client      ${DEFAULT_OAUTH_CLIENT.id} (secret: see test/sandbox/options.ts)`,
    `control           ${sandbox.url}/sandbox/state`,
    '',
  ].join('\n'),
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
