// The doctor on this machine: Node, environment, sidecar, database.
import { resolve } from 'node:path';
import { z } from 'zod';
import { directoryProblem } from '#rim/postgres/directory-lock.ts';
import { inspectDatabase } from '#rim/postgres/inspect.ts';
import { readEnvironment, readToolEnvironment, type ToolSettings } from '../environment.ts';
import { clockFinding, fault, fine, warning, type Finding } from './finding.ts';

const OLDEST_NODE = 26;
const WITHIN_MS = 5_000;

export function nodeFinding(version = process.versions.node): Finding {
  const isNew = Number.parseInt(version, 10) >= OLDEST_NODE;
  return isNew
    ? fine('node', version)
    : fault('node', `${version} is too old: Node ${String(OLDEST_NODE)} is needed`, 'npm ci');
}

export function environmentFindings(): readonly Finding[] {
  const name = 'environment';
  const reading = readEnvironment();
  const tools = readToolEnvironment();
  const next = 'set it where the sidecar is started: docs/operating.md, Settings';
  const wrong = [
    ...(reading.kind === 'faults' ? reading.faults : []),
    ...(tools.kind === 'faults' ? tools.faults : []),
  ];
  const faults = new Map(wrong.map((one) => [`${one.name} ${one.message}`, one]));
  if (faults.size > 0) return [...faults.keys()].map((text) => fault(name, text, next));
  if (reading.kind === 'faults') return [];
  const { settings, warnings } = reading;
  const misspelt = warnings.map((one) => warning(name, `${one.name} ${one.message}`, 'correct its name, or unset it'));
  const rotating = [
    ...(settings.app.secrets.length > 1 ? ['ZENDESK_APP_SECRET_PREVIOUS'] : []),
    ...(settings.adminTokens.length > 1 ? ['ADMIN_TOKEN_PREVIOUS'] : []),
  ];
  const found = [...misspelt, ...rotating.map((each) => warning(name, `${each} is still accepted`, `unset ${each}`))];
  return found.length > 0 ? found : [fine(name, 'complete')];
}

const readyz = z.object({
  causes: z.array(
    z.object({ name: z.string(), ready: z.boolean(), detail: z.string().nullable(), required: z.boolean() }),
  ),
});

/** The running sidecar: whether it lives, whether it can work, and what it says that it lacks. */
export async function sidecarFindings({ sidecarUrl }: ToolSettings): Promise<readonly Finding[]> {
  const alive = await get(`${sidecarUrl}/healthz`);
  if (alive === null || alive.status !== 200)
    return [fault('sidecar', `nothing healthy answers at ${sidecarUrl}`, 'npm run sidecar, or set SIDECAR_URL')];
  const answer = await get(`${sidecarUrl}/readyz`);
  const read = readyz.safeParse(answer?.body);
  if (!read.success)
    return [fault('sidecar', `${sidecarUrl} does not say whether it is ready`, 'look at the log of the sidecar')];
  const causes = read.data.causes.filter(({ ready }) => !ready);
  if (causes.length === 0) return [fine('sidecar', `ready at ${sidecarUrl}`)];
  return causes.map(({ name, detail, required }) =>
    (required ? fault : warning)(
      'sidecar',
      `${name}: ${detail ?? 'not ready'}`,
      NEXT[name] ?? 'look at the log of the sidecar',
    ),
  );
}

/** What mends a cause of not being ready. */
const NEXT: Readonly<Record<string, string>> = {
  database: 'look at DATABASE_URL and at the database itself',
  policies: 'tierline policy publish FILE --note TEXT; DEFAULT_POLICY names one of them',
  clock: "set the clock of the database's machine by NTP: timedatectl set-ntp true",
  zendesk: 'compare ZENDESK_OAUTH_CLIENT_ID and _SECRET with Admin Center, Apps and integrations, OAuth clients',
};

async function get(url: string): Promise<{ status: number; body: unknown } | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MS), redirect: 'error' });
    return { status: response.status, body: (await response.json()) as unknown };
  } catch {
    return null; // nobody listens, or something that is no sidecar
  }
}

/** PostgreSQL where DATABASE_URL names one. The embedded database is the running sidecar's alone: it tells of it by /readyz. */
export async function databaseFindings({ databaseUrl, dataDir }: ToolSettings): Promise<readonly Finding[]> {
  const name = 'database';
  if (databaseUrl === null) return [folderFinding(name, resolve(dataDir))];
  let reading;
  try {
    reading = await inspectDatabase(databaseUrl);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [fault(name, `PostgreSQL cannot be used: ${why}`, 'psql "$DATABASE_URL" -c "select 1"')];
  }
  const { version, schema, known, clockOffsetMs, auditIsKept } = reading;
  const about = `PostgreSQL ${version}, schema ${schema === null ? 'none' : String(schema)}`;
  const findings =
    schema === known
      ? [fine(name, `${about}, current`)]
      : schema !== null && schema > known
        ? [
            fault(
              name,
              `${about}: newer than this program, which knows ${String(known)}`,
              'start the newer version of tierline',
            ),
          ]
        : [
            warning(
              name,
              `${about}: this program brings ${String(known)}`,
              'tierline migrate, with DATABASE_URL of the owner of the tables',
            ),
          ];
  const owner = auditIsKept
    ? []
    : [
        warning(
          'database user',
          'may change the audit log',
          'psql "$DATABASE_URL" --set app_user=tierline_app --file sidecar/deploy/roles.sql, and use that user: docs/operating.md, Rights',
        ),
      ];
  const wrong = "whichever machine differs from Zendesk, this one or the database's,";
  return [...findings, ...owner, clockFinding('clock of the database', clockOffsetMs, wrong)];
}

function folderFinding(name: string, directory: string): Finding {
  const problem = directoryProblem(directory);
  if (problem === null) return fine(name, `embedded, in ${directory}; the sidecar alone opens it`);
  return fault(
    name,
    problem,
    "set DATA_DIR to a folder that the sidecar's user may write, and run the doctor as that user",
  );
}
