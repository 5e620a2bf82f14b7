/** Who may import whom, as `docs/architecture.md` draws it, and what a pure layer may not touch. */
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Import, SourceFile, Use } from './source.ts';

/** `environment` is the one file that reads `process.env`; `root` is where everything is put together. */
export type Layer = 'schema' | 'core' | 'flow' | 'rim' | 'environment' | 'root' | 'zendesk-app' | 'test';

interface LayerRule {
  /** Layers that it may import; `types` ones only with `import type`. */
  readonly may: readonly Layer[];
  readonly types?: readonly Layer[];
  /** Whether it may import this package or `node:` module. */
  readonly packages: (name: string) => boolean;
  readonly never: readonly string[];
}

const anything = () => true;
const noBuiltin = (name: string) => !isBuiltin(name);
const OUTSIDE = new Set([
  'pg',
  'kysely',
  '@electric-sql/pglite',
  'fastify',
  '@apollo/server',
  'node-zendesk',
  'pino',
  'prom-client',
]);
const noOutside = (name: string) => noBuiltin(name) && !OUTSIDE.has(name);
const AMBIENT = ['Temporal.Now', 'Math.random', 'process', 'fetch', 'console', 'crypto', 'globalThis', 'performance'];
const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'];

const RULES: Readonly<Record<Layer, LayerRule>> = {
  schema: {
    may: [],
    packages: (name) => name === 'zod',
    never: ['async', 'Date.now', 'new Date()', ...AMBIENT, ...TIMERS],
  },
  core: { may: ['schema'], packages: noOutside, never: ['async', 'Date', 'Promise', ...AMBIENT, ...TIMERS] },
  flow: {
    may: ['schema', 'core'],
    packages: (name) => name === 'node:crypto' || noOutside(name),
    never: ['Date.now', 'new Date()', ...AMBIENT], // it may wait, it may not ask what time it is
  },
  rim: { may: ['schema', 'flow'], types: ['core'], packages: anything, never: ['process.env'] },
  environment: { may: ['schema'], packages: anything, never: [] },
  root: {
    may: ['schema', 'core', 'flow', 'rim', 'environment', 'root', 'zendesk-app'],
    packages: anything,
    never: ['process.env'],
  },
  'zendesk-app': { may: ['schema'], packages: noOutside, never: ['process'] },
  test: { may: ['schema', 'core', 'flow', 'rim', 'environment', 'root', 'zendesk-app'], packages: anything, never: [] },
};

/** The programs that are started and never imported. */
const PROGRAMS = new Set(['sidecar/main.ts', 'sidecar/cli.ts']);

/** Undefined for a file that belongs to no layer, which is a fault of its own. */
export function layerOf(path: string): Layer | undefined {
  const [top, second] = path.split('/');
  if (path === 'sidecar/environment.ts' || path === 'sidecar/settings.ts') return 'environment';
  if (path === 'schema/generate.ts' || path.endsWith('/vite.config.ts')) return 'root';
  if (top === 'sidecar') return second === 'core' || second === 'flow' || second === 'rim' ? second : 'root';
  return top === 'schema' || top === 'zendesk-app' || top === 'test' ? top : undefined;
}

/** Every breach of the table in one file, as `path:line: what is wrong`. */
export function faults(file: SourceFile): string[] {
  const layer = layerOf(file.path);
  if (!layer) return [`${file.path}:1: belongs to no layer`];
  const rule = RULES[layer];
  const found = [
    ...file.imports.flatMap((one) => located(one, importFault(file.path, layer, one))),
    ...file.uses.flatMap((use) => located(use, useFault(layer, rule, use))),
  ];
  if (layer !== 'test' && isBarrel(file)) {
    found.push({ line: 1, fault: 'is a barrel: the door of a folder is the file with its name' });
  }
  return found.map(({ line, fault }) => `${file.path}:${String(line)}: ${fault}`);
}

/** A door may hand on only what lies behind it: `time/time.ts` its folder's files, `ports.ts` those of `ports/`. */
function isBarrel({ path, imports, isBarrel: handsOnOnly }: SourceFile): boolean {
  const { name, dir } = posix.parse(path);
  const isDoor = name === posix.basename(dir) || imports.every(({ specifier }) => specifier.startsWith(`./${name}/`));
  return name === 'index' || (handsOnOnly && !isDoor);
}

function located({ line }: { readonly line: number }, fault: string | undefined): { line: number; fault: string }[] {
  return fault ? [{ line, fault }] : [];
}

function importFault(from: string, layer: Layer, { specifier, typeOnly }: Import): string | undefined {
  const target = targetOf(from, specifier);
  if (target === undefined || (target === 'package.json' && layer === 'root')) {
    return RULES[layer].packages(packageOf(specifier)) ? undefined : `${layer} may not import ${specifier}`;
  }
  if (PROGRAMS.has(target)) return `nobody imports the program ${target}`;
  const to = layerOf(target);
  if (to === layer) {
    if (layer === 'rim' && target.split('/')[2] !== from.split('/')[2]) {
      return `adapters are strangers: ${target} is another's; the root introduces them`;
    }
    return undefined;
  }
  if (!to) return `${target} belongs to no layer`;
  if (specifier.startsWith('.') && !['test', 'root', 'environment'].includes(layer)) {
    return `across layers imports begin with #: ${specifier}`;
  }
  const { may, types = [] } = RULES[layer];
  if (may.includes(to) || (typeOnly && types.includes(to))) return undefined;
  return types.includes(to)
    ? `${layer} may import only types of ${to}: ${specifier}`
    : `${layer} may not import ${to}: ${specifier}`;
}

function useFault(layer: Layer, rule: LayerRule, { what }: Use): string | undefined {
  const isForbidden = rule.never.some(
    (name) => what === name || what.startsWith(`${name}.`) || what === `new ${name}()`,
  );
  return isForbidden ? `${layer} may not use ${what}` : undefined;
}

const ALIASES: Readonly<Record<string, string>> = {
  '#schema': 'schema',
  '#core': 'sidecar/core',
  '#flow': 'sidecar/flow',
  '#rim': 'sidecar/rim',
  '#test': 'test',
};

/** The file that a specifier names, or undefined for a package. */
function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const [alias = '', ...rest] = specifier.split('/');
  const folder = ALIASES[alias];
  return folder === undefined ? undefined : [folder, ...rest].join('/');
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
