#!/usr/bin/env node
// Starts the command line on the pinned Node, whatever Node the machine has.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const OLDEST_THAT_RUNS_THE_SOURCE = 26;
const cli = new URL('./cli.ts', import.meta.url);

if (Number.parseInt(process.versions.node, 10) >= OLDEST_THAT_RUNS_THE_SOURCE) {
  await import(cli.href);
} else {
  const pinned = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  const child = spawn(pinned, [fileURLToPath(cli), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`tierline: cannot start ${pinned} (${error.message}); run \`npm ci\` first`);
    process.exitCode = 2;
  });
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code ?? 1;
  });
}
