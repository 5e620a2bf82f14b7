/** The chart as Helm itself renders it, under every switch: valid, consistent with itself, without rights. Skipped without `helm`. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';

const CHART = 'sidecar/deploy/chart';
const run = promisify(execFile);
const hasHelm = spawnSync('helm', ['version']).status === 0;

type Labels = Readonly<Record<string, unknown>>;
interface Container {
  readonly name: string;
  readonly image: string;
  readonly ports?: readonly { readonly name: string }[];
  readonly env: readonly { readonly name: string; readonly value?: unknown; readonly valueFrom?: unknown }[];
  readonly volumeMounts?: readonly { readonly name: string }[];
  readonly securityContext: unknown;
  readonly [probe: string]: unknown;
}
interface Pod {
  readonly securityContext: unknown;
  readonly containers: readonly [Container];
  readonly volumes?: readonly { readonly name: string; readonly configMap?: { readonly name: string } }[];
  readonly terminationGracePeriodSeconds?: number;
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Labels; readonly annotations?: Labels };
  readonly data?: Labels;
  readonly spec: {
    readonly selector: { readonly matchLabels: Labels } & Labels;
    readonly podSelector: { readonly matchLabels: Labels };
    readonly template: {
      readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
      readonly spec: Pod;
    };
    readonly tls?: readonly { readonly secretName: unknown }[];
    readonly ports?: readonly { readonly targetPort: string }[];
    readonly maxUnavailable?: unknown;
  };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tierline-chart-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What Helm prints for these values, as objects by kind; rejects with what it says where it refuses. */
async function render(values: object, release = 'support'): Promise<ReadonlyMap<string, Manifest>> {
  const file = join(folder, 'values.json');
  await writeFile(file, JSON.stringify(values));
  const { stdout } = await run('helm', ['template', release, CHART, '--values', file]);
  const documents = parseAllDocuments(stdout, { uniqueKeys: true });
  expect(documents.flatMap((one) => ('errors' in one ? one.errors : []))).toEqual([]);
  const manifests = documents.map((one) => one.toJS() as Manifest | null).filter((one) => one !== null);
  return new Map(manifests.map((one) => [one.kind, one]));
}

const MINIMAL = { zendesk: { url: 'https://acme.zendesk.com' }, existingSecret: 'tierline' };
const ALWAYS = ['Deployment', 'PodDisruptionBudget', 'Service', 'ServiceAccount'];
const INGRESS = { enabled: true, host: 'support.example.com', tlsSecret: '007' };
const CERTIFICATE = {
  extraEnv: [{ name: 'NODE_EXTRA_CA_CERTS', value: '/authority/ca.pem' }],
  extraVolumes: [{ name: 'authority', configMap: { name: 'authority' } }],
  extraVolumeMounts: [{ name: 'authority', mountPath: '/authority', readOnly: true }],
};

/** Values, the kinds that come on top of those that always come, and the name of the release. */
type Case = [name: string, values: object, more: readonly string[], release?: string];
const CASES: readonly Case[] = [
  ['nothing but what is needed', {}, ['Job', 'NetworkPolicy']],
  ['no job, no network policy', { migration: { enabled: false }, networkPolicy: { enabled: false } }, []],
  ['an ingress', { ingress: INGRESS }, ['Ingress', 'Job', 'NetworkPolicy']],
  [
    'an ingress of a class, with annotations',
    { ingress: { ...INGRESS, className: 'nginx', annotations: { 'cert-manager.io/cluster-issuer': 'main' } } },
    ['Ingress', 'Job', 'NetworkPolicy'],
  ],
  [
    'policies',
    {
      policies: { 'acme.yaml': 'policy: acme\n# "quoted": {{ not a template }}\n', 'b.yml': '' },
      defaultPolicy: 'acme',
    },
    ['ConfigMap', 'Job', 'NetworkPolicy'],
  ],
  ['an owner of the tables', { migration: { ownerSecret: '123' } }, ['Job', 'NetworkPolicy']],
  [
    'another image',
    { image: { tag: '1.0', pullPolicy: 'Always' }, imagePullSecrets: [{ name: 'pull' }] },
    ['Job', 'NetworkPolicy'],
  ],
  [
    'a subdomain and an app',
    { zendesk: { ...MINIMAL.zendesk, subdomain: '1e3', appId: '987' } },
    ['Job', 'NetworkPolicy'],
  ],
  ['one replica', { replicas: 1, podDisruptionBudget: { maxUnavailable: '50%' } }, ['Job', 'NetworkPolicy']],
  ['a certificate of one’s own', CERTIFICATE, ['Job', 'NetworkPolicy']],
  [
    'peers, another port of the database, places',
    {
      networkPolicy: { from: [{ namespaceSelector: { matchLabels: { name: 'ingress' } } }], databasePort: 6432 },
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'a', operator: 'Exists' }],
      affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
    },
    ['Job', 'NetworkPolicy'],
  ],
  ['a release named by a number', {}, ['Job', 'NetworkPolicy'], '1234'],
  [
    'the longest name of a release',
    { policies: { 'a.yaml': 'a' } },
    ['ConfigMap', 'Job', 'NetworkPolicy'],
    'a'.repeat(53),
  ],
];

describe.skipIf(!hasHelm)('the chart, rendered', () => {
  it.each<Case>(CASES)('with %s', async (_name, values, more, release) => {
    const found = await render({ ...MINIMAL, ...values }, release);
    expect([...found.keys()].toSorted()).toEqual([...ALWAYS, ...more].toSorted());
    for (const manifest of found.values()) checkNames(manifest);
    checkSelectors(found);
    for (const kind of ['Deployment', 'Job']) {
      const pod = found.get(kind)?.spec.template.spec;
      if (pod !== undefined) checkPod(pod, found);
    }
    expect(found.get('Ingress')?.spec.tls?.[0]?.secretName ?? '007').toBe('007');
  });

  it.each([
    ['no account', { existingSecret: 'tierline' }, /zendesk\.url|\/zendesk\/url/],
    ['no secret', { zendesk: MINIMAL.zendesk }, /existingSecret/],
    [
      'an ingress without a host',
      { ...MINIMAL, ingress: { enabled: true, tlsSecret: 'tls' } },
      /ingress\.host is the name/,
    ],
    [
      'an ingress without TLS',
      { ...MINIMAL, ingress: { enabled: true, host: 'a.example' } },
      /Zendesk calls https only/,
    ],
    ['a policy file that would not be read', { ...MINIMAL, policies: { acme: 'policy: acme' } }, /acme/],
    ['a misspelt value', { ...MINIMAL, replica: 3 }, /replica/],
  ])('is refused with %s', async (_name, values, words) => {
    await expect(render(values)).rejects.toThrow(words);
  });

  it('leaves to the Secret what is not set, except where it listens, the account and the level of the log', async () => {
    const names = (values: ReadonlyMap<string, Manifest>) =>
      values.get('Deployment')?.spec.template.spec.containers[0].env.map(({ name }) => name);
    expect(names(await render(MINIMAL))).toEqual(['DATABASE_URL', 'HOST', 'PORT', 'ZENDESK_URL', 'LOG_LEVEL']);
  });

  it('passes its own lint', async () => {
    const { stdout } = await run('helm', [
      'lint',
      '--strict',
      CHART,
      '--set',
      'zendesk.url=https://acme.zendesk.com,existingSecret=s',
    ]);
    expect(stdout).toContain('0 chart(s) failed');
  });
});

/** Labels are strings whatever the release is called, and no name is too long for where it goes. */
function checkNames({ kind, metadata, spec }: Manifest): void {
  const texts = [metadata.labels, metadata.annotations ?? {}, spec?.template?.metadata.labels ?? {}].flatMap(
    Object.values,
  );
  expect(
    texts.filter((text) => typeof text !== 'string'),
    kind,
  ).toEqual([]);
  expect(
    Object.values(metadata.labels).filter((text) => String(text).length > 63),
    kind,
  ).toEqual([]);
  if (kind !== 'ConfigMap') expect(metadata.name.length, kind).toBeLessThanOrEqual(63);
}

/** Each selector finds the pods of the deployment and no others. */
function checkSelectors(found: ReadonlyMap<string, Manifest>): void {
  const pods = found.get('Deployment')?.spec.template.metadata.labels ?? {};
  const others = found.get('Job')?.spec.template.metadata.labels ?? {};
  const selectors = [
    found.get('Deployment')?.spec.selector.matchLabels,
    found.get('PodDisruptionBudget')?.spec.selector.matchLabels,
    found.get('NetworkPolicy')?.spec.podSelector.matchLabels,
    found.get('Service')?.spec.selector,
  ].filter((one) => one !== undefined);
  for (const selector of selectors) {
    expect(pods).toMatchObject(selector);
    expect(others).not.toMatchObject(selector);
  }
  const ports = found.get('Deployment')?.spec.template.spec.containers[0].ports?.map(({ name }) => name);
  expect(ports).toContain(found.get('Service')?.spec.ports?.[0]?.targetPort);
}

/** No rights, no secret in the text, every mount with its volume, and time enough to stop. */
function checkPod(pod: Pod, found: ReadonlyMap<string, Manifest>): void {
  const [container] = pod.containers;
  expect(pod.securityContext).toMatchObject({
    runAsNonRoot: true,
    runAsUser: 1000,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  const open = container.env.filter(({ name, value }) => /SECRET|TOKEN|DATABASE_URL/.test(name) && value !== undefined);
  expect(open).toEqual([]);
  expect(container.env.find(({ name }) => name === 'DATABASE_URL')?.valueFrom).toMatchObject({
    secretKeyRef: { name: expect.any(String) as string, key: 'DATABASE_URL' },
  });
  const volumes = (pod.volumes ?? []).map(({ name }) => name);
  expect((container.volumeMounts ?? []).filter(({ name }) => !volumes.includes(name))).toEqual([]);
  const maps = (pod.volumes ?? [])
    .flatMap(({ configMap }) => configMap?.name ?? [])
    .filter((name) => name.endsWith('-policies'));
  expect(maps).toEqual(
    container.name === 'sidecar' && found.has('ConfigMap') ? [found.get('ConfigMap')?.metadata.name] : [],
  );
  if (container.name !== 'sidecar') return;
  for (const [probe, path] of [
    ['startupProbe', '/healthz'],
    ['livenessProbe', '/healthz'],
    ['readinessProbe', '/readyz'],
  ] as const) {
    expect(container[probe], probe).toMatchObject({ httpGet: { path, port: 'http' } });
  }
  expect(container['lifecycle']).toEqual({ preStop: { exec: { command: ['sleep', '5'] } } });
  expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(5 + 9);
}
