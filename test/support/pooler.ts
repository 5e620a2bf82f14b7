/** A real PgBouncer before the run's PostgreSQL, where the machine has one. */
import { spawn } from 'node:child_process';
import { access, chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const PROGRAM = '/usr/sbin/pgbouncer';

export interface Pooler {
  /** The same database, through the pooler. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Null where PgBouncer is not installed. */
export async function startPooler(databaseUrl: string, mode: 'session' | 'transaction'): Promise<Pooler | null> {
  const isThere = await access(PROGRAM).then(
    () => true,
    () => false,
  );
  if (!isThere) return null;
  const folder = await mkdtemp(join(tmpdir(), 'tierline-pooler-'));
  const behind = new URL(databaseUrl);
  const port = await freePort();
  const settings = [
    '[databases]',
    `* = host=${behind.hostname} port=${behind.port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${String(port)}`,
    'unix_socket_dir =',
    'auth_type = any',
    `pool_mode = ${mode}`,
    'default_pool_size = 40',
  ];
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(
    file,
    `${settings.map((line) => (line.startsWith('*') ? `${line} user=${behind.username}` : line)).join('\n')}\n`,
  );
  await chmod(folder, 0o755);
  // It refuses to run as root.
  const account = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const program = spawn(PROGRAM, ['-q', ...account, file], { stdio: 'ignore' });
  const ended = new Promise<void>((done) => program.once('close', () => done()));
  while (!(await answers(port))) {
    if (program.exitCode !== null) throw new Error('PgBouncer did not start');
    await pause(20);
  }
  behind.port = String(port);
  behind.hostname = '127.0.0.1';
  return {
    url: behind.href,
    async stop() {
      program.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
