/** Policies as admins read them: a version with its text, its neighbours, its cover map and what the checks find. */
import type { PolicyReader } from './policy-text.ts';
import type { Clock } from './ports/others.ts';
import type { Policies, PolicyRecord } from './ports/policies.ts';
import type { RefusedProblem } from './refused.ts';
import type { PolicyVersionView } from './support.ts';

export interface PolicyView extends PolicyVersionView {
  readonly text: string;
  readonly versions: readonly PolicyVersionView[];
  readonly cover: readonly {
    readonly id: string;
    readonly title: string;
    readonly state: 'cited' | 'manual' | 'open';
    readonly citedBy: readonly string[];
  }[];
}
export interface PolicyViewPorts {
  readonly policies: Policies;
  readonly reader: PolicyReader;
  readonly clock: Clock;
}

/** Each policy in its newest version, drafts included. */
export async function policyViews(ports: PolicyViewPorts): Promise<readonly PolicyView[]> {
  const groups = Map.groupBy(await ports.policies.list(), ({ id }) => id);
  const today = await dayOf(ports.clock);
  return Promise.all(
    [...groups.values()].flatMap((records) => {
      const newest = records.at(-1);
      return newest === undefined ? [] : [viewOf(newest, records, ports.reader, today)];
    }),
  );
}

/** `version` null: the published one, else the newest draft. Null: no such policy or version. */
export async function policyView(
  id: string,
  version: number | null,
  ports: PolicyViewPorts,
): Promise<PolicyView | null> {
  const records = (await ports.policies.list()).filter((record) => record.id === id);
  const record =
    version === null
      ? (records.find(({ state }) => state === 'published') ?? records.at(-1))
      : records.find((each) => each.version === version);
  return record === undefined ? null : viewOf(record, records, ports.reader, await dayOf(ports.clock));
}

async function viewOf(
  record: PolicyRecord,
  records: readonly PolicyRecord[],
  reader: PolicyReader,
  today: string,
): Promise<PolicyView> {
  const checked = await reader.check(record.text, today, record.frozen);
  return {
    ...versionViewOf(record),
    text: record.text,
    problems: checked.problems.map(problemWords),
    versions: records.map(versionViewOf),
    cover: checked.cover.map(({ clause, title, state, places }) => ({ id: clause, title, state, citedBy: places })),
  };
}

export function versionViewOf(record: PolicyRecord): PolicyVersionView {
  const { id, version, title, state, publishedAt, note } = record;
  return { id, version, title, state, publishedAt, note, problems: [] };
}

export function problemWords(problem: {
  readonly message: string;
  readonly mend: string | null;
  readonly line: number;
  readonly column: number;
  readonly path: string;
}): RefusedProblem {
  const { message, mend, line, column, path } = problem;
  return { message: mend === null ? message : `${message}: ${mend}`, line, column, path };
}

async function dayOf(clock: Clock): Promise<string> {
  return new Date(await clock.now()).toISOString().slice(0, 10);
}
