/** Whoever reads the log too slowly, or no more, holds up neither the process nor its end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it } from 'vitest';

const LOGGER = pathToFileURL('sidecar/rim/process/logger.ts').href;

/** Logs more than any pipe holds, says so over its channel, and again when it has worked on; ends on SIGTERM. */
const PROGRAM = `
const { createLogger } = await import(${JSON.stringify(LOGGER)});
const log = createLogger('info');
for (let line = 0; line < 20000; line++) log.info({ line, filling: 'x'.repeat(400) }, 'line');
process.send('filled');
setTimeout(() => { log.info('more'); process.send('went on'); }, 50);
process.on('SIGTERM', () => { log.info('stopping'); process.exit(0); });
setInterval(() => log.info('beat'), 20);
`;

let child: ChildProcess | undefined;
afterEach(() => void child?.kill('SIGKILL'));

function start(): ChildProcess {
  child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  return child;
}

/** The words that it says first. One listener for all: on a busy machine two may come at once. */
async function words(started: ChildProcess, count: number): Promise<readonly unknown[]> {
  const said: unknown[] = [];
  for await (const [word] of on(started, 'message', { close: ['exit'] })) if (said.push(word) === count) break;
  return said;
}

it('a reader that stands still', async () => {
  const started = start();
  expect(await words(started, 2)).toEqual(['filled', 'went on']);
  started.kill('SIGTERM');
  expect(await once(started, 'exit')).toEqual([0, null]);
});

it('a reader that is gone', async () => {
  const started = start();
  started.stdout?.destroy();
  expect(await words(started, 2)).toEqual(['filled', 'went on']);
  started.kill('SIGTERM');
  expect(await once(started, 'exit')).toEqual([0, null]);
});
