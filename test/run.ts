/** `npm test`: the static checks beside the tests, a line for each, and at the end exactly `N passed, N failed`. */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { provideBrowser } from './support/browser-program.ts';
import { tally, type Tally, type VitestReport } from './support/tally.ts';

interface Check {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
}

const STATIC_CHECKS: readonly Check[] = [
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'types of the app', command: ['tsc', '-p', 'zendesk-app'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  {
    name: 'format',
    command: ['prettier', '--check', '--cache', '--cache-strategy', 'content', '--log-level', 'warn', '.'],
  },
  { name: 'dead code', command: ['knip'] },
];

/** Here is the pinned Node too, so that it runs them all. */
const BIN = resolve('node_modules/.bin');

const long = process.argv.includes('--long');
const report = join('dist', long ? 'long-tests.json' : 'tests.json');

process.exitCode = await main();

async function main(): Promise<number> {
  await mkdir('dist', { recursive: true });
  await rm(report, { force: true });
  const browser = await provideBrowser();
  const [checks, tests] = await Promise.all([long ? [] : staticChecks(), runTests(browser)]);

  for (const { name, output } of checks.filter((check) => !check.ok)) {
    print(`\n${styleText('red', `✗ ${name}`)}\n${output.trim()}`);
  }
  for (const trouble of tests.troubles) print(styleText('red', `✗ ${trouble}`));
  const failed = tests.failed + checks.filter((check) => !check.ok).length;
  const passed = tests.passed + checks.filter((check) => check.ok).length;
  if (tests.skipped > 0) print(`${String(tests.skipped)} skipped`);
  print(`${String(passed)} passed, ${String(failed)} failed`);
  return failed === 0 ? 0 : 1;
}

/** One after the other, so that they leave a core to the tests. */
async function staticChecks(): Promise<{ name: string; ok: boolean; output: string }[]> {
  const results = [];
  for (const { name, command } of STATIC_CHECKS) {
    const { status, output, seconds } = await run(command, 'kept');
    const ok = status === 0;
    print(`${ok ? styleText('green', '✓') : styleText('red', '✗')} ${name} ${styleText('dim', `${seconds} s`)}`);
    results.push({ name, ok, output });
  }
  return results;
}

async function runTests(browser: string | undefined): Promise<Tally> {
  const { status } = await run(
    [
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...(long ? ['--mode=long'] : []),
    ],
    'shown',
    // CI: a missing golden file is a failure, not an invitation to write one.
    { CI: 'true', ...(browser ? { CHROMIUM: browser } : {}) },
  );
  return tally(await readReport(), status);
}

async function readReport(): Promise<VitestReport | undefined> {
  try {
    return JSON.parse(await readFile(report, 'utf8')) as VitestReport;
  } catch {
    return undefined; // vitest died before it could write one, or in the middle of it: `tally` counts that as a failure
  }
}

interface Ended {
  readonly status: number;
  readonly output: string;
  readonly seconds: string;
}

/** Runs a program of `node_modules/.bin` on the Node that runs this file. */
async function run(
  [program, ...args]: Check['command'],
  output: 'kept' | 'shown',
  env: Record<string, string> = {},
): Promise<Ended> {
  const began = performance.now();
  const child = spawn(join(BIN, program), args, {
    stdio: ['ignore', output === 'shown' ? 'inherit' : 'pipe', output === 'shown' ? 'inherit' : 'pipe'],
    env: { ...process.env, PATH: `${BIN}${delimiter}${process.env['PATH'] ?? ''}`, ...env },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const status = await new Promise<number>((resolve) => {
    child.on('error', (error) => {
      text += String(error);
      resolve(127);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
  return { status, output: text, seconds: ((performance.now() - began) / 1000).toFixed(1) };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
