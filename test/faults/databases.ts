/** The two kinds of database that fault tests run on. */
import { freshDatabase } from '#test/support/postgres.ts';

export type DatabaseKind = 'embedded' | 'PostgreSQL';

/** Each makes a fresh, empty database; null: the embedded one, in the drill's own folder. */
export const DATABASES: readonly (readonly [DatabaseKind, () => Promise<string | null>])[] = [
  ['embedded', () => Promise.resolve(null)],
  ['PostgreSQL', async () => (await freshDatabase()).url],
];
