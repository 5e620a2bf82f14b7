#!/usr/bin/env node
// Starts the command line on the pinned Node, whatever Node the machine has.
import { spawn } from 'node:child_process';
import * as modules from 'node:module';
import { fileURLToPath } from 'node:url';

const OLDEST_THAT_RUNS_THE_SOURCE = 26;

if (Number.parseInt(process.versions.node, 10) >= OLDEST_THAT_RUNS_THE_SOURCE) {
  modules.enableCompileCache(); // before the first TypeScript: what is kept needs no stripping of types either
  await import('./cli.ts');
} else {
  const pinned = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  const child = spawn(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
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
