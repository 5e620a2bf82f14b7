/** `npm run bench [name …]`: every benchmark in a process of its own, each against its peers in the same run. */
import { spawn } from 'node:child_process';
import { styleText } from 'node:util';

/** A benchmark prints its tables and says whether everything that it measured also gave right answers. */
type Benchmark = () => Promise<boolean>;

const BENCHMARKS: Readonly<Record<string, () => Promise<{ readonly run: Benchmark }>>> = {
  time: () => import('./time.ts'),
  judge: () => import('./judge.ts'),
  backtest: () => import('./backtest.ts'),
  graphql: () => import('./graphql.ts'),
  webhooks: () => import('./webhooks.ts'),
  looks: () => import('./looks.ts'),
  'zendesk-calls': () => import('./zendesk-calls.ts'),
};

const [mode, ...names] = process.argv.slice(2);
process.exitCode = mode === '--in-process' ? await runHere(names) : await runEach(process.argv.slice(2));

async function runEach(asked: readonly string[]): Promise<number> {
  let failed = 0;
  for (const name of asked.length > 0 ? asked : Object.keys(BENCHMARKS)) {
    process.stdout.write(`\n${styleText('bold', name)}\n`);
    const child = spawn(process.execPath, ['--expose-gc', import.meta.filename, '--in-process', name], {
      stdio: 'inherit',
    });
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (exitCode) => resolve(exitCode ?? 1));
    });
    if (code !== 0) failed++;
  }
  return failed === 0 ? 0 : 1;
}

async function runHere([name = '']: readonly string[]): Promise<number> {
  const load = BENCHMARKS[name];
  if (load === undefined) {
    process.stderr.write(
      `there is no benchmark ${JSON.stringify(name)}; there are: ${Object.keys(BENCHMARKS).join(', ')}\n`,
    );
    return 2;
  }
  const { run } = await load();
  return (await run()) ? 0 : 1;
}
