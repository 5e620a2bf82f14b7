/** The import directions of `docs/architecture.md`, checked on the files as they are; and the check itself, checked on breaches. */
import { describe, expect, it } from 'vitest';
import { faults, layerOf } from './support/layers.ts';
import { parseSource, readSources } from './support/source.ts';

const sources = await readSources('{schema,sidecar,zendesk-app,test}/**/*.{ts,tsx}');

it('reads files of every layer', () => {
  const seen = new Set(sources.map((file) => layerOf(file.path)));
  for (const layer of ['schema', 'core', 'flow', 'rim', 'root', 'zendesk-app', 'test']) expect(seen).toContain(layer);
});

it('finds every import in its direction and every pure file pure', () => {
  expect(sources.flatMap(faults)).toEqual([]);
});

describe('the check finds', () => {
  it.each([
    ['a clock in the core', 'sidecar/core/judge/judge.ts', 'const now = Date.now();', 'core may not use Date.now'],
    ['a date in the core', 'sidecar/core/time/zone.ts', 'const d = new Date(0);', 'core may not use Date'],
    ['the time of day in the core', 'sidecar/core/a.ts', 'Temporal.Now.instant();', 'core may not use Temporal.Now'],
    ['chance in the core', 'sidecar/core/a.ts', 'export const n = Math.random();', 'core may not use Math.random'],
    ['async in the core', 'sidecar/core/a.ts', 'export const f = async () => 1;', 'core may not use async'],
    ['await in the core', 'sidecar/core/a.ts', 'await load();', 'core may not use async'],
    ['the process in the core', 'sidecar/core/a.ts', 'if (process.env.DEBUG) stop();', 'core may not use process.env'],
    ['a request in the core', 'sidecar/core/a.ts', 'export const r = fetch("/");', 'core may not use fetch'],
    ['printing in the core', 'sidecar/core/a.ts', 'console.log(1);', 'core may not use console.log'],
    ['a back door to globals', 'sidecar/core/a.ts', 'globalThis.fetch("/");', 'core may not use globalThis.fetch'],
    ['a file system in the core', 'sidecar/core/a.ts', 'import fs from "node:fs";', 'core may not import node:fs'],
    [
      'flow in the core',
      'sidecar/core/a.ts',
      'import { look } from "#flow/look.ts";',
      'core may not import flow: #flow/look.ts',
    ],
    [
      'a type of flow in the core',
      'sidecar/core/a.ts',
      'import type { P } from "#flow/ports.ts";',
      'core may not import flow: #flow/ports.ts',
    ],
    [
      'a relative way out',
      'sidecar/core/a.ts',
      'import { f } from "../flow/f.ts";',
      'across layers imports begin with #: ../flow/f.ts',
    ],
    [
      'a lazy import',
      'sidecar/core/a.ts',
      'export const f = () => import("#rim/http/server.ts");',
      'core may not import rim: #rim/http/server.ts',
    ],
    [
      'handing on',
      'sidecar/core/a.ts',
      'export { f } from "#rim/http/server.ts"; f();',
      'core may not import rim: #rim/http/server.ts',
    ],
    ['SQL in flow', 'sidecar/flow/look.ts', 'import { sql } from "kysely";', 'flow may not import kysely'],
    ['a clock in flow', 'sidecar/flow/look.ts', 'export const now = new Date();', 'flow may not use new Date()'],
    [
      'an adapter in flow',
      'sidecar/flow/look.ts',
      'import "#rim/http/server.ts";',
      'flow may not import rim: #rim/http/server.ts',
    ],
    [
      'an adapter in another',
      'sidecar/rim/http/server.ts',
      'import { pool } from "../postgres/pool.ts";',
      "adapters are strangers: sidecar/rim/postgres/pool.ts is another's; the root introduces them",
    ],
    [
      'the core run by an adapter',
      'sidecar/rim/http/a.ts',
      'import { judge } from "#core/judge/judge.ts";',
      'rim may import only types of core: #core/judge/judge.ts',
    ],
    [
      'the environment elsewhere',
      'sidecar/rim/http/a.ts',
      'export const port = process.env["PORT"];',
      'rim may not use process.env',
    ],
    [
      'the sidecar in the app',
      'zendesk-app/sidebar/a.tsx',
      'import { judge } from "#core/judge/judge.ts";',
      'zendesk-app may not import core: #core/judge/judge.ts',
    ],
    ['more than zod in the schema', 'schema/policy.ts', 'import { parse } from "yaml";', 'schema may not import yaml'],
    [
      'a root imported',
      'sidecar/rim/http/a.ts',
      'import "../../main.ts";',
      'nobody imports the program sidecar/main.ts',
    ],
    [
      'tests in the product',
      'sidecar/flow/a.ts',
      'import "#test/support/postgres.ts";',
      'flow may not import test: #test/support/postgres.ts',
    ],
    [
      'a barrel',
      'sidecar/core/time/all.ts',
      'export * from "./a.ts";',
      'is a barrel: the door of a folder is the file with its name',
    ],
    ['a file of no layer', 'tools/a.ts', 'export {};', 'belongs to no layer'],
  ])('%s', (_breach, path, text, fault) => {
    expect(faults(parseSource(path, text))).toEqual([`${path}:1: ${fault}`]);
  });

  it('nothing in what is allowed', () => {
    const core = `import type { PolicyFile } from '#schema/policy.ts';
      import { add } from './add.ts';
      import { parseDocument } from 'yaml';
      interface Span { readonly Date: string; fetch(): Date }
      export const f = (console: string, span: Span) => [console, span.Date, span.fetch(), { process: 1, async: 2 }];
      export const day = Temporal.PlainDate.from('2026-03-02');`;
    expect(faults(parseSource('sidecar/core/time/a.ts', core))).toEqual([]);
    const rim = `import type { Facts } from '#core/facts/facts.ts';
      import { look } from '#flow/look.ts';
      export const at = async () => new Date();`;
    expect(faults(parseSource('sidecar/rim/http/a.ts', rim))).toEqual([]);
  });
});
