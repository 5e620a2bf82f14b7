// `tierline zendesk apply`: makes what `plan` says, each change after a fresh look; again it finds nothing to do.
import { defineCommand } from 'citty';
import { ownWebhook } from '#core/install/changes.ts';
import { changeLine } from '#core/install/change-words.ts';
import { install, type Installed } from '#flow/install.ts';
import type { AccountAdmin } from '#flow/ports/installation.ts';
import { createAccountAdmin } from '#rim/zendesk/account-admin.ts';
import { accountSettings } from './ask.ts';
import { count, paint } from './print.ts';
import { FINE, NO, NoAnswer } from './status.ts';
import { signed, unreadable } from './zendesk-plan.ts';
import { WANTED_ARGS, wantedOf } from './zendesk-wanted.ts';

export const apply = defineCommand({
  args: {
    ...WANTED_ARGS,
    'show-secret': { type: 'boolean', description: "Print the webhook's signing secret at the end" },
  },
  run: async ({ args }) => {
    const account = accountSettings();
    const wanted = await wantedOf(args._, args.endpoint);
    const admin = createAccountAdmin(account);
    const json = args.json === true;
    const result = await install(wanted, admin, (change) => {
      if (!json) console.log(signed(changeLine(change)));
    });
    const secret =
      args['show-secret'] === true && result.kind === 'done' ? await secretOf(result, wanted.endpoint, admin) : null;
    if (json) console.log(JSON.stringify(data(account.url, result, secret), null, 2));
    else report(account.url, result, secret);
    return result.kind === 'done' ? FINE : NO;
  },
});

async function secretOf(
  { seen }: Extract<Installed, { kind: 'done' }>,
  endpoint: string | null,
  admin: AccountAdmin,
): Promise<string | null> {
  const webhook = ownWebhook(endpoint, seen.webhooks);
  if (webhook === null) return null;
  const answer = await admin.signingSecret(webhook);
  if (!answer.ok)
    throw new NoAnswer(
      `the signing secret cannot be read (${answer.failure.message}): see it in Admin Center, Webhooks`,
    );
  return answer.value;
}

function report(url: string, result: Installed, secret: string | null): void {
  if (result.kind === 'blocked') {
    for (const problem of result.problems) console.log(`${paint('red', '!')} ${problem}`);
    console.log(paint('red', `${count(result.problems.length, 'problem')}: nothing more was written`));
    return;
  }
  const made = `${count(result.made.length, 'change')} made in ${url}`;
  if (result.kind === 'stopped') {
    const where =
      result.at === null ? unreadable(url, result.failure) : `${changeLine(result.at).what}: ${result.failure.message}`;
    console.log(paint('red', `stopped at ${where}`));
    console.log(`${made}; run the same command again, it goes on from there`);
    return;
  }
  console.log(paint('green', result.made.length === 0 ? `${url} has everything already` : made));
  if (result.made.some(({ kind }) => kind === 'create_field'))
    console.log('Put the new fields on your ticket forms: Admin Center, Objects and rules, Tickets, Forms');
  if (secret !== null) console.log(`ZENDESK_WEBHOOK_SECRET=${secret}`);
  else if (result.made.some(({ kind }) => kind === 'create_webhook'))
    console.log('Give the sidecar the signing secret of the webhook: tierline zendesk apply --show-secret');
}

function data(url: string, result: Installed, secret: string | null): object {
  const made = result.kind === 'blocked' ? [] : result.made.map(changeLine);
  return {
    account: url,
    made,
    done: result.kind === 'done',
    problems: result.kind === 'blocked' ? result.problems : result.kind === 'stopped' ? [result.failure.message] : [],
    ...(secret === null ? {} : { webhookSecret: secret }),
  };
}
