/** To which Zendesk account the tickets of a database belong: ticket numbers of one mean nothing in another. */
import { DatabaseRefused, type Database } from './database.ts';
import { createSettings } from './settings.ts';

const ACCOUNT = 'zendesk.account';

/** The first who starts on a database says whose it is. @throws DatabaseRefused for any other account. */
export async function belongTo(database: Database, account: string): Promise<void> {
  const settings = createSettings(database);
  await settings.setOnce(ACCOUNT, account);
  // Asked anew: of two that start at once on an empty database both may believe that they were first.
  const owner = (await settings.get(ACCOUNT)) ?? account;
  if (owner === account) return;
  throw new DatabaseRefused(
    `the database holds the tickets of the Zendesk account ${owner}, not of ${account} (ZENDESK_URL, ZENDESK_SUBDOMAIN): ` +
      `give each account a database of its own, or, if ${owner} was renamed, run tierline migrate --account ${account}`,
  );
}

/** The account was renamed. */
export async function belongAnew(database: Database, account: string): Promise<void> {
  await createSettings(database).set(ACCOUNT, account);
}
