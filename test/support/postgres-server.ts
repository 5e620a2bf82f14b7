/** A real PostgreSQL server of its own for tests and benchmarks: made, started, stopped hard or softly, and removed. */
import { execFile } from 'node:child_process';
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { findPostgres, type PostgresPrograms } from './postgres-programs.ts';

const run = promisify(execFile);

/** `durable: true` keeps fsync on, as production has it; tests of logic need not wait for disks. */
export interface PostgresOptions {
  readonly durable?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
  /** Where its folder is made; default: the system's temporary one. */
  readonly parent?: string;
}

/** A running server on 127.0.0.1; the user is `tierline`, there is no password. */
export interface PostgresServer {
  readonly port: number;
  /** The address of a database on this server. */
  url(database: string): string;
  start(): Promise<void>;
  /** `fast` ends connections and closes cleanly; `immediate` is a crash: nothing is flushed. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
  /** SIGSTOP or SIGCONT to all its processes: it neither answers nor breaks a connection. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Stops it hard and removes its files. */
  remove(): Promise<void>;
}

/** Makes a new cluster in a temporary folder and starts it. The caller removes it. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const folder = await mkdtemp(join(options.parent ?? tmpdir(), 'tierline-postgres-'));
  const programs = await findPostgres(folder);
  if (programs.account) await chown(folder, programs.account.uid, programs.account.gid);
  const data = join(folder, 'data');
  const port = await freePort();
  const control = (...args: string[]) => run(programs.pgCtl, ['-D', data, '-w', ...args], commandOptions(programs));

  await run(
    programs.initdb,
    [
      '-D',
      data,
      '-U',
      'tierline',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      ...(options.durable ? [] : ['--no-sync']),
    ],
    commandOptions(programs),
  );

  const flags = serverFlags(port, options);
  let running = false;
  const server: PostgresServer = {
    port,
    url: (database) => `postgres://tierline@127.0.0.1:${String(port)}/${database}`,
    start: async () => {
      await control('-l', join(folder, 'server.log'), '-o', flags, 'start');
      running = true;
    },
    stop: async (how = 'fast') => {
      await control('-m', how, 'stop');
      running = false;
    },
    freeze: () => signalAll(data, 'STOP'),
    thaw: () => signalAll(data, 'CONT'),
    remove: async () => {
      if (running) await server.stop('immediate');
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await server.start();
  } catch (error) {
    await server.remove();
    throw error;
  }
  return server;
}

/** To the server and then to its children; a thaw in the same order. */
async function signalAll(data: string, signal: 'STOP' | 'CONT'): Promise<void> {
  const [pid = ''] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
  const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', pid]);
  await run('kill', [`-${signal}`, pid, ...stdout.trim().split(/\s+/)]);
}

function serverFlags(port: number, { durable = false, settings = {} }: PostgresOptions): string {
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...settings,
  };
  return Object.entries(all)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ');
}

function commandOptions({ account }: PostgresPrograms) {
  return {
    ...account,
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
  };
}
