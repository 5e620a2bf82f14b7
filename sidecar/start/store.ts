/** The database with everything that is kept in it, and the clock that decides. */
import { hash } from 'node:crypto';
import { resolve } from 'node:path';
import { belongTo } from '#rim/postgres/belonging.ts';
import type { Database } from '#rim/postgres/database.ts';
import { openDatabase } from '#rim/postgres/open.ts';
import { createStore, type Store } from '#rim/postgres/store.ts';
import { followedClock, type FollowedClock } from '#rim/process/followed-clock.ts';
import type { Settings } from '../settings.ts';
import type { Base } from './base.ts';

export interface Kept {
  readonly kind: Database['kind'];
  readonly store: Store;
  readonly clock: FollowedClock;
}

/** Opens the database, with its tables as this program knows them. @throws DatabaseRefused also where it is another account's */
export async function openStore({ settings, log, stops }: Base): Promise<Kept> {
  const database = await openDatabase({
    url: settings.databaseUrl,
    directory: resolve(settings.dataDir),
    onWait: (reason) => log.warn({ reason }, 'waiting up to 30 seconds for the database: see DATABASE_URL'),
  });
  stops.add(() => database.close());
  const { account } = settings.zendesk;
  if (account !== null) await belongTo(database, account);
  const store = createStore(database, credentialOf(settings.zendesk));
  const clock = followedClock(database, store.clock, { mayMove: !settings.production, log });
  stops.add(clock.stop);
  return { kind: database.kind, store, clock };
}

/** The same for all who use the same OAuth client; a secret cannot be had from it. */
function credentialOf({ clientId, clientSecret }: Settings['zendesk']): string {
  return hash('sha256', `tierline:${clientId}:${clientSecret}`, 'base64url').slice(0, 12);
}
