/** O-05: Image, compose file and chart as texts: what they must say, and that they say it in their own grammar. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { validate, ValidationSeverity } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { environmentSchema } from '#schema/settings.ts';

const FOLDER = 'sidecar/deploy';
const CHART = join(FOLDER, 'chart');
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

/** What follows COPY, flags included. */
const copies = (text: string): readonly string[] => [...text.matchAll(/^COPY (.*)$/gm)].map(([, words = '']) => words);

describe('the Dockerfile', () => {
  const text = read('Dockerfile');
  const instructions = DockerfileParser.parse(text).getInstructions();
  const of = (keyword: string) => instructions.filter((one) => one.getKeyword() === keyword);
  const last = instructions.slice(instructions.findLastIndex((one) => one.getKeyword() === 'FROM'));

  it('has no fault and no warning', () => {
    const found = validate(text, { deprecatedMaintainer: ValidationSeverity.ERROR });
    expect(found.map(({ message, range }) => [range.start.line + 1, message])).toEqual([]);
  });

  it('builds in stages on one pinned line of Node, slim', () => {
    expect(of('FROM').map((one) => one.getArgumentsContent())).toEqual([
      'node:${NODE_VERSION}-slim AS base',
      'base AS build',
      'base AS packages',
      'base',
    ]);
    expect(of('ARG').map((one) => one.getArgumentsContent())).toEqual(['NODE_VERSION=26']);
  });

  it('installs from the lockfile, without scripts, and ships production packages only', () => {
    const runs = of('RUN').map((one) => one.getArgumentsContent() ?? '');
    const installs = runs.filter((line) => line.includes('npm ci'));
    expect(installs).toEqual(['npm ci --ignore-scripts', 'npm ci --omit=dev --ignore-scripts']);
    const shipped = copies(text.slice(text.lastIndexOf('FROM ')));
    expect(shipped).toContain('--from=packages /app/node_modules node_modules');
    expect(shipped.join('\n')).not.toMatch(/--from=build \/app\/node_modules|\btest\b/);
  });

  it('does not run as root, says how it is, and stops in order', () => {
    const words = (keyword: string) =>
      last.filter((one) => one.getKeyword() === keyword).map((one) => one.getArgumentsContent());
    expect(words('USER')).toEqual(['1000:1000']);
    expect(words('HEALTHCHECK')[0]).toMatch(/\/healthz/);
    expect(words('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(words('CMD')).toEqual(['["node", "sidecar/main.ts"]']);
    expect(text).not.toMatch(/ADD |curl|wget|latest|sudo|SECRET|TOKEN/);
  });

  it('gives the builder only what it copies', () => {
    const ignored = read('Dockerfile.dockerignore').split('\n');
    expect(ignored[0]).toBe('*');
    // `tierline doctor` sends people of an image to the rights; what only one machine has stays there.
    expect(ignored).toEqual(expect.arrayContaining(['!sidecar/deploy/roles.sql', '**/.*', '!.npmrc', '**/*.log']));
    const copied = copies(text)
      .filter((words) => !words.startsWith('--from'))
      .flatMap((words) => words.split(/\s+/).slice(0, -1));
    expect(copied.filter((path) => !ignored.includes(`!${path.split('/')[0] ?? ''}`))).toEqual([]);
  });
});

const settingsOf = (names: readonly string[]): readonly string[] =>
  names.filter((name) => !Object.hasOwn(environmentSchema.shape, name));

describe('the compose file', () => {
  interface Service {
    readonly environment: Readonly<Record<string, string>>;
    readonly read_only?: boolean;
    readonly cap_drop?: readonly string[];
    readonly security_opt?: readonly string[];
    readonly ports?: readonly string[];
    readonly volumes?: readonly string[];
    readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  }
  const { services, volumes } = parse(read('compose.yaml')) as {
    services: Readonly<Record<'postgres' | 'sidecar', Service>>;
    volumes: object;
  };

  it('knows only settings that the sidecar knows, and holds no secret', () => {
    const given = Object.keys(services.sidecar.environment);
    expect(settingsOf(given)).toEqual(['PGPASSWORD']);
    // `--env-file` reaches the sidecar only through this list; the rest is the image's own.
    const own = ['NODE_ENV', 'HOST', 'PORT', 'DATA_DIR'];
    expect(Object.keys(environmentSchema.shape).filter((name) => !given.includes(name))).toEqual(own);
    const values = Object.entries(services.sidecar.environment).filter(([name]) => /SECRET|TOKEN|PASSWORD/.test(name));
    for (const [name, value] of values) expect(value, name).toMatch(/\$\{\w+(:\?|:-)/);
    expect(services.postgres.environment['POSTGRES_PASSWORD']).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
  });

  it('puts the password beside the address, where any character may stand in it', () => {
    const { environment } = services.sidecar;
    expect(environment['DATABASE_URL']).toBe('postgres://tierline@postgres:5432/tierline');
    expect(environment['PGPASSWORD']).toBe(services.postgres.environment['POSTGRES_PASSWORD']);
  });

  it('shows the container the folder of policies that it names', () => {
    expect(services.sidecar.environment['POLICIES_DIR']).toBe('/policies');
    expect(services.sidecar.volumes).toEqual(['${POLICIES_DIR:-policies}:/policies:ro']);
    expect(Object.keys(volumes)).toEqual(['database', 'policies']);
  });

  it('gives the sidecar no more than it needs', () => {
    const { sidecar, postgres } = services;
    expect(sidecar).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(sidecar.ports?.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
    expect(postgres.ports).toBeUndefined();
    expect(sidecar.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
  });
});

/** A template without its directives: lines that only steer go, a value in a line becomes the word `value`. */
function withoutDirectives(template: string): string {
  return template
    .replace(/\{\{\/\*[\s\S]*?\*\/\}\}/g, '')
    .split('\n')
    .filter((line) => !/^\s*\{\{-?.*-?\}\}\s*$/.test(line))
    .map((line) => line.replaceAll(/\{\{.*?\}\}/g, 'value'))
    .join('\n');
}

describe('the chart', () => {
  const templates = readdirSync(join(CHART, 'templates')).filter((name) => name.endsWith('.yaml'));
  const texts = new Map(templates.map((name) => [name, read(`chart/templates/${name}`)]));
  const values = parse(read('chart/values.yaml')) as Readonly<Record<string, unknown>>;
  const schema = z.fromJSONSchema(
    JSON.parse(read('chart/values.schema.json')) as Parameters<typeof z.fromJSONSchema>[0],
  );
  const minimal = {
    zendesk: { ...(values['zendesk'] as object), url: 'https://acme.zendesk.com' },
    existingSecret: 'tierline',
  };

  it.each(templates)('%s is YAML round its directives, with balanced blocks', (name) => {
    const text = texts.get(name) ?? '';
    const [document] = parseAllDocuments(withoutDirectives(text));
    expect(document?.errors).toEqual([]);
    expect(document?.toJS()).toMatchObject({
      apiVersion: expect.any(String) as string,
      kind: expect.any(String) as string,
      metadata: { name: expect.stringContaining('value') as string },
    });
    const opened = text.match(/\{\{-?\s*(if|with|range|define)\b/g)?.length ?? 0;
    expect(text.match(/\{\{-?\s*end\b/g)?.length ?? 0).toBe(opened);
    expect((text.match(/\{\{/g) ?? []).length).toBe((text.match(/\}\}/g) ?? []).length);
  });

  it('names only values that there are, and uses every one', () => {
    const used = new Set(
      [...texts.values(), read('chart/templates/_names.tpl')].flatMap((text) =>
        [...text.matchAll(/\.Values\.([\w.]+)/g)].map(([, path = '']) => path),
      ),
    );
    const found = (path: string): unknown =>
      path
        .split('.')
        .reduce<unknown>(
          (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
          values,
        );
    expect([...used].filter((path) => found(path) === undefined)).toEqual([]);
    expect(Object.keys(values).filter((key) => ![...used].some((path) => path.split('.')[0] === key))).toEqual([]);
  });

  it('has a schema that takes the defaults with an account, and nothing misspelt', () => {
    expect(schema.safeParse({ ...values, ...minimal }).error).toBeUndefined();
    for (const wrong of [
      {},
      { ...minimal, replica: 2 },
      { ...minimal, zendesk: { url: 'http://acme.zendesk.com' } },
      { ...minimal, replicas: 0 },
    ]) {
      expect(schema.safeParse({ ...values, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
    }
  });

  it('runs without rights: no root, no writing, no token of the cluster', () => {
    for (const name of ['deployment.yaml', 'migration.yaml']) {
      const { spec } = (
        parse(withoutDirectives(texts.get(name) ?? '')) as { spec: { template: { spec: Record<string, unknown> } } }
      ).spec.template;
      expect(spec, name).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      });
      const [container] = spec['containers'] as Record<string, unknown>[];
      expect(container, name).toMatchObject({
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      });
    }
  });

  it('asks for life and for readiness, and keeps secrets out of its own text', () => {
    const text = texts.get('deployment.yaml') ?? '';
    expect(text).toMatch(/livenessProbe:[\s\S]*?path: \/healthz/);
    expect(text).toMatch(/readinessProbe:[\s\S]*?path: \/readyz/);
    expect(text).toMatch(/secretRef:/);
    const names = [...text.matchAll(/- name: ([A-Z_]+)$/gm)].map(([, name = '']) => name);
    expect(settingsOf(names)).toEqual([]);
    // The database's address is asked of the Secret by name: without it each pod would start on a database of its own.
    expect(names.filter((name) => /SECRET|TOKEN|DATABASE_URL/.test(name))).toEqual(['DATABASE_URL']);
    expect(text).toMatch(/- name: DATABASE_URL\n +valueFrom:\n +secretKeyRef:/);
  });

  it('waits before a stop until the proxies know, and then has time for it', () => {
    const text = texts.get('deployment.yaml') ?? '';
    expect(text).toMatch(/preStop:\n +exec:\n +command: \['sleep', '5'\]/);
    expect(Number(/terminationGracePeriodSeconds: (\d+)/.exec(text)?.[1])).toBeGreaterThan(5 + 9);
  });

  it('quotes what people name, so that 123 stays a text', () => {
    const lines = [...texts.values(), read('chart/templates/_names.tpl')].flatMap((text) => text.split('\n'));
    const named = lines.filter((line) => /: \{\{.*(Release|Secret|className)/.test(line) && !line.includes('include'));
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((line) => !line.includes('| quote'))).toEqual([]);
  });

  it('carries the version of the program', () => {
    const { version } = parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(parse(read('chart/Chart.yaml'))).toMatchObject({ apiVersion: 'v2', version, appVersion: version });
  });
});
