/** Zendesk's settings for an installation: fields, webhooks, triggers, installed apps. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Delivered } from '#flow/ports.ts';
import type { AccountAdmin, AccountParts } from '#flow/ports/installation.ts';
import type { SeenAccount, Trigger, Webhook } from '#core/install/account.ts';
import { createApi, deliver, type Api } from './api.ts';
import { RequestFailed } from './failure.ts';
import { createAccessTokens, type OAuthOptions } from './oauth.ts';
import { createPatience } from './patience.ts';
import {
  appAnswer,
  categoriesAnswer,
  fieldsAnswer,
  installationsAnswer,
  ownUserAnswer,
  signingSecretAnswer,
  toSeenField,
  toSeenTrigger,
  toSeenWebhook,
  triggersAnswer,
  webhooksAnswer,
} from './account-shapes.ts';
import { nextQuery } from './audit-pages.ts';
import { createTransport } from './transport.ts';

export interface AccountAdminOptions {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly timeoutMs?: number;
  /** False: a request that Zendesk's limits put off is told at once. Default: it is waited for. */
  readonly waits?: boolean;
}

const TIMEOUT = 15_000;
/** Longest wait for one of Zendesk's limits, and how often a request is put off, before a person is told. */
const LONGEST_WAIT = 70_000;
const TRIES = 3;

/** The API for a command that runs once. Opens no connection by itself; it acts as the OAuth client's user. */
export function createAccountApi(options: AccountAdminOptions): Api {
  const endpoint = `${options.url}/api/v2`;
  const oauth: OAuthOptions = { ...options, now: Date.now, timeoutMs: options.timeoutMs ?? TIMEOUT };
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const transport = createTransport({
    endpoint,
    tokens: createAccessTokens(oauth),
    budget: createPatience(Date.now),
    log: silent,
    now: Date.now,
    timeoutMs: oauth.timeoutMs,
    observe: () => undefined,
  });
  return createApi(endpoint, transport, {});
}

/** Acts as the OAuth client's user, who must be an administrator. */
export function createAccountAdmin(options: AccountAdminOptions): AccountAdmin {
  const api = createAccountApi(options);
  const ask = options.waits === false ? deliver : patiently;
  const write = (work: () => Promise<unknown>): Promise<Delivered<null>> =>
    ask(async () => {
      await work();
      return null;
    });
  const anything = z.unknown();
  return {
    read: () => readWhole(api, ask),
    readParts: () => readParts(api, ask),
    createField: ({ name, description, type, options: choices }) =>
      write(() =>
        api.post(
          ['ticket_fields'],
          {
            ticket_field: {
              type,
              title: name,
              agent_description: description,
              ...(choices.length === 0 ? {} : { custom_field_options: choices }),
            },
          },
          anything,
        ),
      ),
    setOptions: ({ id }, choices) =>
      write(() =>
        api.put(
          ['ticket_fields', id],
          {
            ticket_field: {
              custom_field_options: choices.map(({ id: option, name, value }) => ({
                ...(option === null ? {} : { id: Number(option) }),
                name,
                value,
              })),
            },
          },
          anything,
        ),
      ),
    activateField: ({ id }) =>
      write(() => api.put(['ticket_fields', id], { ticket_field: { active: true } }, anything)),
    createWebhook: (webhook) => write(() => api.post(['webhooks'], { webhook: webhookInput(webhook) }, anything)),
    updateWebhook: (id, webhook) =>
      write(() => api.put(['webhooks', id], { webhook: webhookInput(webhook) }, anything)),
    createTrigger: (trigger) =>
      write(async () => {
        const category = await firstCategory(api);
        const input = { ...triggerInput(trigger), ...(category === null ? {} : { category_id: category }) };
        await api.post(['triggers'], { trigger: input }, anything);
      }),
    updateTrigger: (id, trigger) =>
      write(() => api.put(['triggers', id], { trigger: triggerInput(trigger) }, anything)),
    signingSecret: ({ id }) =>
      ask(async () => {
        const { signing_secret } = await api.get(['webhooks', id, 'signing_secret'], signingSecretAnswer);
        return signing_secret.secret;
      }),
    appVersion: (appId) => ask(async () => (await api.get(['apps', appId], appAnswer)).version ?? null),
    installations: () => ask(async () => (await api.get(['apps', 'installations'], installationsAnswer)).installations),
  };
}

/** Waits where a limit was hit; everything else is told at once. */
export async function patiently<T>(work: () => Promise<T>): Promise<Delivered<T>> {
  for (let tries = 1; ; tries += 1) {
    const answer = await deliver(work);
    if (answer.ok || answer.failure.kind !== 'rate_limited' || tries === TRIES) return answer;
    const wait = answer.failure.retryAt - Date.now();
    if (wait > LONGEST_WAIT) return answer;
    await pause(Math.max(0, wait));
  }
}

type Ask = <T>(work: () => Promise<T>) => Promise<Delivered<T>>;

async function readParts(api: Api, ask: Ask): Promise<Delivered<AccountParts>> {
  const me = await ask(() => ownUserIdOf(api));
  if (!me.ok) return me;
  const fields = () => all(api, 'ticket_fields', fieldsAnswer, (page) => page.ticket_fields);
  const webhooks = () => all(api, 'webhooks', webhooksAnswer, (page) => page.webhooks);
  const triggers = () => all(api, 'triggers', triggersAnswer, (page) => page.triggers);
  return {
    ok: true,
    value: {
      ownUserId: me.value,
      fields: await ask(async () => (await fields()).map(toSeenField)),
      webhooks: await ask(async () => (await webhooks()).map(toSeenWebhook)),
      triggers: await ask(async () => (await triggers()).map(toSeenTrigger)),
    },
  };
}

async function ownUserIdOf(api: Api): Promise<string> {
  const { user } = await api.get(['users', 'me'], ownUserAnswer);
  if (user.id === null) throw new RequestFailed({ kind: 'unauthorized', message: 'Zendesk does not know who we are' });
  return user.id;
}

/** All of it, or why a part cannot be read. */
async function readWhole(api: Api, ask: Ask): Promise<Delivered<SeenAccount>> {
  const parts = await readParts(api, ask);
  if (!parts.ok) return parts;
  const { ownUserId, fields, webhooks, triggers } = parts.value;
  if (!fields.ok) return fields;
  if (!webhooks.ok) return webhooks;
  if (!triggers.ok) return triggers;
  return { ok: true, value: { ownUserId, fields: fields.value, webhooks: webhooks.value, triggers: triggers.value } };
}

type Page = z.output<typeof fieldsAnswer | typeof webhooksAnswer | typeof triggersAnswer>;

/** Every page of a list. */
async function all<T extends z.ZodType<Page>, Item>(
  api: Api,
  list: string,
  shape: T,
  items: (page: z.output<T>) => readonly Item[],
): Promise<Item[]> {
  const found: Item[] = [];
  let next: Record<string, string | number> | null = { 'page[size]': 100 };
  while (next !== null) {
    const page: z.output<T> = await api.get([list, next], shape);
    found.push(...items(page));
    next = items(page).length === 0 ? null : nextQuery(page);
  }
  return found;
}

/** Null: the account has no categories of triggers, or does not show them. */
async function firstCategory(api: Api): Promise<string | null> {
  const answer = await deliver(() => api.get(['trigger_categories'], categoriesAnswer));
  if (answer.ok) return answer.value.trigger_categories[0]?.id ?? null;
  if (answer.failure.kind === 'forbidden' || answer.failure.kind === 'gone') return null;
  throw new RequestFailed(answer.failure);
}

function webhookInput({ name, endpoint, status, method, format, subscriptions }: Webhook): object {
  return { name, endpoint, status, http_method: method, request_format: format, subscriptions };
}

function triggerInput({ title, active, all: every, any, actions }: Trigger): object {
  return { title, active, conditions: { all: every, any }, actions };
}
