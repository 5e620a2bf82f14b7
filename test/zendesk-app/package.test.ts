/** The folder that Zendesk takes, by the rules of its own checker, and what it weighs. */
import { glob, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { APP_FOLDER, ensureBuilt } from '#test/sandbox/built.ts';

/** Extensions that Zendesk refuses. */
const FORBIDDEN = /\.(?:rar|zip|gz|7z|bz2?|pdf|docx?|odt|xlsx?|pptx?|avi|mpeg|mp3|bin|csh|sh|jar|map)$/u;
const SCOPES = ['header', 'body', 'url', 'jwt_secret_key', 'jwt_claim', 'basic_auth_username', 'basic_auth_password'];
/** Of what the page names itself, and of all that it may load later. */
const MOST_GZIP_KIB = { first: 70, all: 80 };
const MOST_PACKAGE_BYTES = 2 * 1024 * 1024;

interface Manifest {
  readonly author: { readonly name: string; readonly email: string };
  readonly version: string;
  readonly frameworkVersion: string;
  readonly defaultLocale: string;
  readonly private: boolean;
  readonly location: Readonly<
    Record<string, Readonly<Record<string, { readonly url: string; readonly flexible: boolean }>>>
  >;
  readonly parameters: readonly {
    readonly name: string;
    readonly type: string;
    readonly secure?: boolean;
    readonly scopes?: readonly string[];
  }[];
  readonly domainWhitelist: readonly string[];
}
interface Translations {
  readonly app: { readonly name: string; readonly parameters: Readonly<Record<string, { readonly label: string }>> };
}

let manifest: Manifest;
let english: Translations;
const files: string[] = [];
beforeAll(async () => {
  await ensureBuilt();
  for await (const path of glob('**/*', { cwd: APP_FOLDER, withFileTypes: true })) {
    if (path.isFile()) files.push(join(path.parentPath, path.name).slice(APP_FOLDER.length + 1));
  }
  manifest = JSON.parse(await readFile(join(APP_FOLDER, 'manifest.json'), 'utf8')) as Manifest;
  english = JSON.parse(await readFile(join(APP_FOLDER, 'translations/en.json'), 'utf8')) as Translations;
});

test('the manifest has what Zendesk demands', () => {
  expect(manifest.frameworkVersion).toBe('2.0');
  expect(manifest.defaultLocale).toMatch(/^[a-z]{2,3}(-\w{2,3})?$/u);
  expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/u);
  expect(manifest.author.email).toContain('@');
  expect(files).toContain(`translations/${manifest.defaultLocale}.json`);
});

test('every place points to a file of the package and follows the width of the panel', () => {
  for (const places of Object.values(manifest.location)) {
    for (const { url, flexible } of Object.values(places)) {
      expect(files).toContain(url.split('?')[0]);
      expect(flexible).toBe(true);
    }
  }
});

test('the secret is a secure setting that may only sign', () => {
  const secret = manifest.parameters.find(({ name }) => name === 'shared_secret');
  expect(secret).toMatchObject({ secure: true, scopes: ['jwt_secret_key'] });
  for (const { name, secure, scopes = [] } of manifest.parameters) {
    expect(name).not.toBe('name');
    expect(scopes.every((scope) => SCOPES.includes(scope))).toBe(true);
    expect(scopes.length > 0).toBe(secure === true);
    expect(english.app.parameters[name]?.label).toBeTruthy();
  }
});

test('hosts are bare', () => {
  for (const host of manifest.domainWhitelist) expect(host).toMatch(/^[a-z0-9.-]+$/u);
});

test('nothing is in it that Zendesk refuses, and it is far below the largest package', async () => {
  expect(files.filter((file) => FORBIDDEN.test(file))).toEqual([]);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(APP_FOLDER, file))).size));
  expect(sizes.reduce((all, size) => all + size, 0)).toBeLessThan(MOST_PACKAGE_BYTES / 2);
});

test('pictures are there', () => {
  expect(files).toEqual(expect.arrayContaining(['assets/logo.png', 'assets/logo-small.png', 'assets/logo.svg']));
});

test("the page loads Zendesk's own SDK and nothing else from elsewhere", async () => {
  const page = await readFile(join(APP_FOLDER, 'assets/index.html'), 'utf8');
  expect(page.match(/https?:\/\/[^"']+/gu)).toEqual([
    'https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js',
  ]);
});

test('the first load stays light, and so does what follows it', async () => {
  const page = await readFile(join(APP_FOLDER, 'assets/index.html'), 'utf8');
  const parts = files.filter((file) => /\.(?:js|css)$/u.test(file));
  const first = parts.filter((file) => page.includes(file.replace('assets/', './')));
  expect(first.length).toBeGreaterThan(1);
  expect(await gzipKib(first)).toBeLessThan(MOST_GZIP_KIB.first);
  expect(await gzipKib(parts)).toBeLessThan(MOST_GZIP_KIB.all);
});

async function gzipKib(paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    paths.map(async (path) => gzipSync(await readFile(join(APP_FOLDER, path)), { level: 9 }).length),
  );
  return sizes.reduce((all, size) => all + size, 0) / 1024;
}
