// Asking a running sidecar by GraphQL, with the admin token; and what commands say when they cannot.
import {
  readAccountEnvironment,
  readToolEnvironment,
  type AccountSettings,
  type PartReading,
  type ToolSettings,
} from '../environment.ts';
import { BadUse, NoAnswer } from './status.ts';

const WITHIN_MS = 30_000;

/** The command line's part of the environment. @throws BadUse with every fault. */
export function toolSettings(): ToolSettings {
  return settingsOf(readToolEnvironment());
}

/** The account's part of the environment. @throws BadUse with every fault. */
export function accountSettings(): AccountSettings {
  return settingsOf(readAccountEnvironment());
}

function settingsOf<T>(reading: PartReading<T>): T {
  if (reading.kind === 'settings') return reading.settings;
  throw new BadUse(
    `the environment lacks something:\n${reading.faults.map((one) => `  ${one.name} ${one.message}`).join('\n')}`,
  );
}

export interface Sidecar {
  readonly url: string;
  /** Resolves with `data`. @throws NoAnswer with what the sidecar said, or that it said nothing. */
  ask<T>(query: string, variables?: object): Promise<T>;
}

interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** What mends a refusal. */
const NEXT: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'Set ADMIN_TOKEN to that of the sidecar at SIDECAR_URL.',
  UNTRUSTED_DOCUMENT: 'It runs with PERSISTED_ONLY=1, which leaves the command line out.',
  UNAVAILABLE: 'tierline doctor says what is away.',
};

/** The running sidecar of the environment. @throws BadUse without an admin token. */
export function runningSidecar(): Sidecar {
  const { sidecarUrl: url, adminToken } = toolSettings();
  if (adminToken === null) throw new BadUse('set ADMIN_TOKEN to the admin token of the sidecar');
  return {
    url,
    async ask<T>(query: string, variables: object = {}) {
      const { data, errors } = await post(url, adminToken, { query, variables });
      const [first] = errors ?? [];
      if (first !== undefined) {
        const code = first.extensions?.code ?? 'no';
        const next = NEXT[code];
        throw new NoAnswer(`the sidecar says ${code}: ${first.message}${next === undefined ? '' : ` ${next}`}`);
      }
      if (data === undefined || data === null) throw new NoAnswer(`${url} is no sidecar: its answer holds no data`);
      return data as T;
    },
  };
}

async function post(url: string, token: string, body: object): Promise<GraphqlAnswer> {
  let response: Response;
  try {
    response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(WITHIN_MS),
    });
  } catch (error) {
    throw new NoAnswer(`no sidecar answers at ${url}: start it with npm run sidecar, or set SIDECAR_URL`, {
      cause: error,
    });
  }
  try {
    return (await response.json()) as GraphqlAnswer;
  } catch (error) {
    throw new NoAnswer(`${url} answers HTTP ${String(response.status)} and no JSON: is SIDECAR_URL right?`, {
      cause: error,
    });
  }
}
