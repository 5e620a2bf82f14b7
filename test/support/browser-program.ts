/** Finds the Chromium that the browser tests drive, and brings one when the machine has none. */
import { execFile } from 'node:child_process';
import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** This npm package carries a whole headless Chromium, packed, for Linux x64; it needs no rights and no system package. */
const PACKED = '@sparticuz/chromium@153.0.0';
const CACHE = resolve('node_modules/.cache/browser');
const UNPACKED = resolve(CACHE, 'run-chromium');

/** Said when there is none. */
export const NO_BROWSER =
  'No Chromium: install it (Debian: `apt-get install chromium`) or name one in the environment variable CHROMIUM. ' +
  '`npm test` brings one itself on Linux x64.';

/** `CHROMIUM` if set, else the machine's own Chromium or Chrome, else the one that was fetched before. */
export async function findBrowser(): Promise<string | undefined> {
  const named = process.env['CHROMIUM'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const candidate of [...folders.flatMap((folder) => NAMES.map((name) => resolve(folder, name))), MAC, UNPACKED]) {
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

/** The same, after fetching one where it is missing and can be fetched. Throws with what to do when it cannot. */
export async function provideBrowser(): Promise<string> {
  const found = await findBrowser();
  if (found) return found;
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(NO_BROWSER);
  try {
    return await fetchBrowser();
  } catch (cause) {
    throw new Error(NO_BROWSER, { cause });
  }
}

async function fetchBrowser(): Promise<string> {
  await mkdir(CACHE, { recursive: true });
  await run('npm', ['install', '--prefix', CACHE, '--no-save', '--no-package-lock', '--ignore-scripts', PACKED]);
  // It unpacks into the temporary folder of its process, so it gets a process whose temporary folder is ours.
  const unpack = `
    import chromium, { inflate } from '@sparticuz/chromium';
    await chromium.executablePath();
    await inflate('node_modules/@sparticuz/chromium/bin/al2023.tar.br');`;
  await run(process.execPath, ['--input-type=module', '-e', unpack], {
    cwd: CACHE,
    env: { ...process.env, TMPDIR: CACHE },
  });
  await writeFile(UNPACKED, launcher(), { mode: 0o755 });
  return UNPACKED;
}

/** A bare machine lacks NSS and its kin; the package has them beside the program. The machine's own come first. */
function launcher(): string {
  return `#!/bin/sh
if ! "${CACHE}/chromium" --version >/dev/null 2>&1; then export LD_LIBRARY_PATH="${CACHE}/al2023/lib"; fi
[ -d /etc/fonts ] || export FONTCONFIG_PATH="${CACHE}/fonts"
exec "${CACHE}/chromium" "$@"
`;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
