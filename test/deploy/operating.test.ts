/** docs/operating.md names what there is: every setting, every metric, every command that it tells people to run. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from '#rim/process/metrics.ts';
import { environmentSchema } from '#schema/settings.ts';
import { tierline } from '../../sidecar/commands/tierline.ts';

const page = readFileSync('docs/operating.md', 'utf8');

describe('docs/operating.md', () => {
  it('has every setting of the sidecar, and no other', () => {
    const cells = [...page.matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) +\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    expect(cells.toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted());
  });

  it('has every metric, and no other', async () => {
    const { registry } = createMetrics();
    const own = (await registry.getMetricsAsJSON())
      .map(({ name }) => name)
      .filter((name) => !/^tierline_(process|nodejs)_/.test(name));
    const told = [...page.matchAll(/^\| `(tierline_\w+)/gm)].map(([, name]) => name);
    expect(told.toSorted()).toEqual(own.toSorted());
    expect((await registry.getMetricsAsJSON()).map(({ name }) => name)).toContain(
      'tierline_nodejs_eventloop_lag_p99_seconds',
    );
  });

  it('has for every metric an alert, and each asks for what a sidecar tells from its start', async () => {
    const { registry } = createMetrics();
    const metrics = await registry.getMetricsAsJSON();
    const { groups } = parse(readFileSync('sidecar/deploy/alerts.yaml', 'utf8')) as {
      groups: readonly { rules: readonly { alert: string; expr: string; annotations: { next: string } }[] }[];
    };
    const asked = groups.flatMap(({ rules }) =>
      rules.flatMap(({ expr, annotations }) => {
        expect(annotations.next).toMatch(/\w/);
        return [...expr.matchAll(/(tierline_\w+)(?:\{(\w+)!?="(\w+)"\})?/g)].map(([, name = '', label, value]) => ({
          name: name.replace(/_bucket$/, ''),
          label,
          value,
        }));
      }),
    );
    for (const { name, label, value } of asked) {
      const metric = metrics.find((one) => one.name === name);
      expect([name, metric?.name]).toEqual([name, name]);
      if (label === undefined) continue;
      const told = metric?.values.map(({ labels }) => (labels as Readonly<Record<string, unknown>>)[label]);
      expect([name, told]).toEqual([name, expect.arrayContaining([value])]);
    }
    const own = metrics.map(({ name }) => name).filter((name) => !/^tierline_(process|nodejs)_/.test(name));
    expect(own.filter((name) => !asked.some((one) => one.name === name))).toEqual([]);
  });

  it('names the package of every tool that npm would fetch, in the page and in what the doctor says', () => {
    const bins = Object.keys((JSON.parse(readFileSync('package.json', 'utf8')) as { bin?: object }).bin ?? {});
    for (const text of [page, readFileSync('sidecar/commands/doctor-zendesk.ts', 'utf8')]) {
      const fetched = [...text.matchAll(/npm exec (?!--package )(?:-- )?([\w@/-]+)/g)].map(([, name = '']) => name);
      expect(fetched.filter((name) => name !== 'tierline' && !bins.includes(name))).toEqual([]);
    }
  });

  it('names commands that there are', () => {
    const known = Object.keys(tierline.commands);
    const told = [...page.matchAll(/tierline (?:-- )?([a-z]+)(?= [a-z-]|`|$)/gm)].map(([, name = '']) => name);
    expect(told).toEqual(expect.arrayContaining(['doctor', 'zendesk', 'import', 'erase', 'retain', 'migrate']));
    expect(told.filter((name) => !known.includes(name))).toEqual([]);
  });
});
