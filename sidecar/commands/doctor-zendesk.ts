// The doctor in Zendesk: OAuth client, clock, webhook with its secret, triggers, fields, installed app.
import type { AccountPlan } from '#core/install/change.ts';
import { ownWebhook, planAccount } from '#core/install/changes.ts';
import type { SeenWebhook } from '#core/install/account.ts';
import { changeLine } from '#core/install/change-words.ts';
import type { Delivered, DeliveryFailure } from '#flow/ports/failures.ts';
import type { AccountAdmin, AccountParts } from '#flow/ports/installation.ts';
import { createAccountAdmin } from '#rim/zendesk/account-admin.ts';
import { readCredentials, type CredentialsReading } from '#rim/zendesk/credentials.ts';
import { readEnvironment, type AccountSettings } from '../environment.ts';
import { clockFinding, fault, fine, warning, type Finding } from './finding.ts';
import { BadUse, NoAnswer } from './status.ts';
import { wantedOf } from './zendesk-wanted.ts';

const TIMEOUT_MS = 15_000;
const APPLY = 'tierline zendesk apply';
const COMPARE = 'compare ZENDESK_OAUTH_CLIENT_ID and _SECRET with Admin Center, Apps and integrations, OAuth clients';
/** By its full name: without it npm would fetch and run somebody else's package. */
const ZCLI = 'npm exec --package @zendesk/zcli -- zcli';
const PROMOTE = "give the OAuth client's user the role of an administrator";
const REACH = 'look at ZENDESK_URL and the way to it, then run tierline doctor again';
const LATER = 'tierline doctor, in a minute';
/** Zendesk said nothing of us: it was not reached. */
const AWAY: ReadonlySet<string> = new Set(['unavailable', 'timeout']);

export async function zendeskFindings(account: AccountSettings): Promise<readonly Finding[]> {
  const credentials = await readCredentials({ ...account, now: Date.now, timeoutMs: TIMEOUT_MS });
  if (!credentials.ok)
    return [
      fault(
        'zendesk',
        `${account.url}: ${credentials.failure.message}`,
        credentials.failure.kind === 'unauthorized'
          ? COMPARE
          : credentials.failure.kind === 'rate_limited'
            ? LATER
            : REACH,
      ),
    ];
  // Whoever asks what is wrong is told of a limit, not made to wait for its end.
  const admin = createAccountAdmin({ ...account, waits: false });
  const parts = await admin.readParts();
  const about = [...credentialFindings(account, credentials.value)];
  if (!parts.ok) return [...about, unread(parts.failure)];
  const { webhooks } = parts.value;
  return [
    ...about,
    ...(webhooks.ok ? await webhookFindings(webhooks.value, admin) : [unread(webhooks.failure, 'webhook')]),
    ...(await wantedFindings(parts.value)),
    ...(await appFindings(admin)),
  ];
}

/** `part`: what cannot be read; without it nothing can. */
function unread({ kind, message }: DeliveryFailure, part?: string): Finding {
  const what = part === undefined ? message : `cannot be read: ${message}`;
  if (kind === 'rate_limited') return warning(part ?? 'zendesk', `limits our requests (${message})`, LATER);
  return AWAY.has(kind) ? fault(part ?? 'zendesk', what, REACH) : fault(part ?? 'zendesk rights', what, PROMOTE);
}

function* credentialFindings(
  { url }: AccountSettings,
  { scopes, lifeSeconds, clockOffsetMs }: CredentialsReading,
): Generator<Finding> {
  const life = lifeSeconds === null ? 'without end' : `${String(Math.round(lifeSeconds / 60))} min`;
  const missing = ['read', 'write'].filter((scope) => !scopes.includes(scope));
  if (scopes.length > 0 && missing.length > 0)
    yield fault(
      'zendesk',
      `${url}: the token lacks the scope ${missing.join(' and ')}; it has ${scopes.join(' ')}`,
      'give the OAuth client the scopes read and write in Admin Center',
    );
  else yield fine('zendesk', `${url}, scopes ${scopes.join(' ') || 'not said'}, token lives ${life}`);
  if (clockOffsetMs !== null) yield clockFinding('clock of Zendesk', clockOffsetMs);
}

async function webhookFindings(webhooks: readonly SeenWebhook[], admin: AccountAdmin): Promise<readonly Finding[]> {
  const name = 'webhook';
  const webhook = ownWebhook(null, webhooks);
  if (webhook === null) return [fault(name, 'there is none', `${APPLY} --endpoint https://HOST/webhooks/zendesk`)];
  if (webhook.status !== 'active') return [fault(name, `"${webhook.name}" is switched off`, APPLY)];
  const secret = await admin.signingSecret(webhook);
  if (!secret.ok)
    return [
      warning(
        name,
        `its signing secret cannot be read: ${secret.failure.message}`,
        'compare it by hand in Admin Center, Webhooks',
      ),
    ];
  const environment = readEnvironment();
  if (environment.kind === 'faults')
    return [
      warning(
        name,
        `to ${webhook.endpoint}; ZENDESK_WEBHOOK_SECRET was not compared`,
        'mend the environment, then tierline doctor',
      ),
    ];
  const { secrets } = environment.settings.webhook;
  if (!secrets.includes(secret.value))
    return [
      fault(
        name,
        'the signing secret differs from ZENDESK_WEBHOOK_SECRET: every event is refused',
        `${APPLY} --show-secret, and set ZENDESK_WEBHOOK_SECRET`,
      ),
    ];
  const rotation =
    secrets.length > 1
      ? [
          warning(
            'webhook secrets',
            `${String(secrets.length)} are accepted`,
            'take the old ones out of ZENDESK_WEBHOOK_SECRET',
          ),
        ]
      : [];
  return [fine(name, `active, to ${webhook.endpoint}, its secret is ours`), ...rotation];
}

/** What the policies need of the account. */
async function wantedFindings({ ownUserId, fields, webhooks, triggers }: AccountParts): Promise<readonly Finding[]> {
  let wanted;
  try {
    wanted = await wantedOf([], undefined);
  } catch (error) {
    if (!(error instanceof BadUse) && !(error instanceof NoAnswer)) throw error;
    return [
      warning(
        'fields',
        `no policy to compare with: ${error.message.split('\n')[0] ?? ''}`,
        'set POLICIES_DIR, or SIDECAR_URL and ADMIN_TOKEN',
      ),
    ];
  }
  // What a trigger needs, e.g. its webhook, may be in a part that cannot be read: only what is known is told.
  const seen = { ownUserId, fields: read(fields), webhooks: read(webhooks), triggers: read(triggers) };
  const plan = planAccount(wanted, seen);
  return [
    ...(fields.ok ? fieldFindings(plan, wanted.fields.length) : [unread(fields.failure, 'fields')]),
    ...(triggers.ok ? (webhooks.ok ? triggerFindings(plan) : []) : [unread(triggers.failure, 'triggers')]),
  ];
}

function read<Item>(part: Delivered<readonly Item[]>): readonly Item[] {
  return part.ok ? part.value : [];
}

function fieldFindings({ changes, problems }: AccountPlan, fields: number): readonly Finding[] {
  const found = problems
    .filter((problem) => problem.startsWith('ticket field'))
    .map((problem) => fault('fields', problem, 'tierline policy check FILE'));
  const lacking = changes.filter((change) => 'field' in change).map(changeLine);
  found.push(...lacking.map(({ what, detail }) => fault('fields', `${what}: ${detail}`, APPLY)));
  return found.length > 0 ? found : [fine('fields', `all ${String(fields)} are there with their options`)];
}

function triggerFindings({ changes, leftovers }: AccountPlan): readonly Finding[] {
  const lacking = changes
    .filter((change) => 'trigger' in change)
    .map((change) => ({ change, line: changeLine(change) }));
  const found = lacking.map(({ change, line }) =>
    (change.kind === 'create_trigger' ? fault : warning)(
      'triggers',
      `${line.what}${change.kind === 'create_trigger' ? ' is missing' : ` differs: ${line.detail}`}`,
      APPLY,
    ),
  );
  found.push(...leftovers.map((text) => warning('triggers', text, 'Admin Center, Objects and rules, Triggers')));
  return found.length > 0 ? found : [fine('triggers', 'both call the webhook, and not for our own writes')];
}

async function appFindings(admin: AccountAdmin): Promise<readonly Finding[]> {
  const answer = await admin.installations();
  const name = 'app';
  if (!answer.ok)
    return [warning(name, `installed apps cannot be read: ${answer.failure.message}`, 'look at Admin Center, Apps')];
  const environment = readEnvironment();
  const appId = environment.kind === 'settings' ? environment.settings.zendesk.appId : null;
  const ours = answer.value.find((one) => (appId === null ? /tierline/i.test(one.name) : one.appId === appId));
  const install = `npm run build && ${ZCLI} apps:create dist/zendesk-app`;
  if (ours === undefined)
    return [warning(name, appId === null ? 'not installed' : `app ${appId} is not installed`, install)];
  if (!ours.enabled) return [warning(name, 'installed, but switched off', 'switch it on in Admin Center, Apps')];
  const { default: about } = await import('../../package.json', { with: { type: 'json' } });
  const version = await admin.appVersion(ours.appId);
  const installed = version.ok ? version.value : null;
  if (installed !== null && installed !== about.version)
    return [
      warning(
        name,
        `${installed} is installed, ${about.version} is here`,
        `npm run build && ${ZCLI} apps:update dist/zendesk-app`,
      ),
    ];
  return [
    fine(
      name,
      `installation ${ours.installationId}, ${installed === null ? 'version not told' : `version ${installed}`}`,
    ),
  ];
}
