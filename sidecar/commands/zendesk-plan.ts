// `tierline zendesk plan`: what the account lacks, as + ~ - lines. Nothing is written.
import { defineCommand } from 'citty';
import { planCount, planLines, type PlanLine } from '#core/install/change-words.ts';
import { planInstallation } from '#flow/install.ts';
import type { DeliveryFailure } from '#flow/ports/failures.ts';
import { createAccountAdmin } from '#rim/zendesk/account-admin.ts';
import { accountSettings } from './ask.ts';
import { paint } from './print.ts';
import { FINE, NO, NoAnswer } from './status.ts';
import { WANTED_ARGS, wantedOf } from './zendesk-wanted.ts';

export const plan = defineCommand({
  args: WANTED_ARGS,
  run: async ({ args, rawArgs }) => {
    const account = accountSettings();
    const wanted = await wantedOf(args._, args.endpoint);
    const found = await planInstallation(wanted, createAccountAdmin(account));
    if (!found.ok) throw new NoAnswer(unreadable(account.url, found.failure));
    const { plan: planned } = found.value;
    const lines = planLines(planned);
    if (args.json === true)
      console.log(JSON.stringify({ account: account.url, lines, problems: planned.problems }, null, 2));
    else {
      for (const line of lines) console.log(signed(line));
      for (const problem of planned.problems) console.log(`${paint('red', '!')} ${problem}`);
      console.log(`Plan for ${account.url}: ${planCount(planned)}`);
      if (planned.problems.length === 0 && planned.changes.length > 0)
        console.log(`Apply with: tierline zendesk apply${rawArgs.map((word) => ` ${word}`).join('')}`);
    }
    return planned.problems.length > 0 ? NO : FINE;
  },
});

/** The account cannot be read: what it means and what to do. */
export function unreadable(url: string, { kind, message }: DeliveryFailure): string {
  const next =
    kind === 'unavailable' || kind === 'timeout'
      ? 'look at ZENDESK_URL and the way to it'
      : kind === 'rate_limited'
        ? 'Zendesk limits our requests: run it again in a minute'
        : 'the OAuth client must belong to an administrator';
  return `${url} cannot be read (${message}): ${next}; try tierline doctor`;
}

const COLOURS = { '+': 'green', '~': 'yellow', '-': 'cyan' } as const;

/** A line of the plan, its sign coloured. */
export function signed({ sign, what, detail }: PlanLine): string {
  return `${paint(COLOURS[sign], sign)} ${what}${detail === '' ? '' : `  ${paint('dim', detail)}`}`;
}
