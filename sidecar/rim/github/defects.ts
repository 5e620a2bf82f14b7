/** The defect tracker on GitHub: an issue a defect, made once for its key. */
import { z } from 'zod';
import type { Defects, Delivered, DeliveryFailure } from '#flow/ports.ts';
import type { EpochMs } from '#core/facts/facts.ts';

export interface GithubOptions {
  readonly token: string;
  /** `https://api.github.com`, or a stand-in. */
  readonly url: string;
  readonly now?: () => EpochMs;
  readonly timeoutMs?: number;
}

const TIMEOUT = 15_000;
const LARGEST_ANSWER = 2 * 1024 * 1024;
const REPOSITORY = /^[\w.-]{1,100}\/[\w.-]{1,100}$/;
const DEFAULT_WAIT = 60_000;

const issueShape = z.object({ number: z.number().int().positive(), html_url: z.url(), body: z.string().nullish() });

export function createGithubDefects(options: GithubOptions): Defects {
  const call = createCall(options);
  return {
    async report({ repository, title, body, labels, key }) {
      if (!REPOSITORY.test(repository))
        return failed({ kind: 'invalid', message: 'the repository must be owner/name' });
      const marker = `<!-- tierline:${key.replace(/[^\w:.-]/g, '_')} -->`;
      // An answer may have been lost: the issue is looked for before it is made.
      const listed = await call(
        'GET',
        `/repos/${repository}/issues?state=all&per_page=100&sort=created`,
        z.array(issueShape),
      );
      if (!listed.ok) return listed;
      const known = listed.value.find((issue) => issue.body?.includes(marker) === true);
      if (known !== undefined) return made(repository, known);
      const text = `${body}\n\n${marker}`;
      const created = await call('POST', `/repos/${repository}/issues`, issueShape, {
        title,
        body: text,
        labels: [...labels],
      });
      return created.ok ? made(repository, created.value) : created;
    },
  };
}

function made(repository: string, issue: z.output<typeof issueShape>): Delivered<{ reference: string; url: string }> {
  return { ok: true, value: { reference: `${repository}#${issue.number}`, url: issue.html_url } };
}

function failed(failure: DeliveryFailure): { ok: false; failure: DeliveryFailure } {
  return { ok: false, failure };
}

type Call = <T extends z.ZodType>(
  method: string,
  path: string,
  shape: T,
  body?: object,
) => Promise<Delivered<z.output<T>>>;

function createCall({ token, url, now = Date.now, timeoutMs = TIMEOUT }: GithubOptions): Call {
  return async (method, path, shape, body) => {
    let response: Response;
    let text: string | null;
    try {
      response = await fetch(`${url.replace(/\/$/, '')}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/vnd.github+json',
          'x-github-api-version': '2022-11-28',
          'user-agent': 'tierline',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      text = await textOf(response);
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError';
      return failed(
        late
          ? { kind: 'timeout', message: 'GitHub did not answer in time' }
          : { kind: 'unavailable', message: 'GitHub cannot be reached' },
      );
    }
    const failure = failureOf(response, now());
    if (failure !== null) return failed(failure);
    const read = text === null ? null : shape.safeParse(parse(text));
    if (read?.success !== true) return failed({ kind: 'invalid', message: "GitHub's answer cannot be read" });
    return { ok: true, value: read.data };
  };
}

/** Null where it is too long: what is left of it is not read. */
async function textOf(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > LARGEST_ANSWER) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** GitHub says 403 with no requests remaining where others say 429. */
function failureOf(response: Response, now: EpochMs): DeliveryFailure | null {
  const { status, headers } = response;
  if (status >= 200 && status < 300) return null;
  const message = `GitHub answered ${status}`;
  const after = Number(headers.get('retry-after') ?? NaN);
  if (status === 429 || Number.isFinite(after) || (status === 403 && headers.get('x-ratelimit-remaining') === '0')) {
    const reset = Number(headers.get('x-ratelimit-reset') ?? NaN) * 1_000;
    const retryAt = Number.isFinite(after) ? now + after * 1_000 : Number.isFinite(reset) ? reset : now + DEFAULT_WAIT;
    return { kind: 'rate_limited', retryAt, message };
  }
  if (status === 401) return { kind: 'unauthorized', message };
  if (status === 403) return { kind: 'forbidden', message };
  if (status === 404 || status === 410) return { kind: 'gone', message };
  return { kind: status >= 400 && status < 500 ? 'invalid' : 'unavailable', message };
}
