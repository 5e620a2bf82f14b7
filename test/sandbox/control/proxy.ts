// The proxy behind `client.request`: placeholders and tokens are put in on this side of the browser.
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { Account } from '../account.ts';
import type { AppOptions } from '../options.ts';

const SLOWEST_MS = 30_000;
const SHORTEST_EXPIRY = 60;
const LONGEST_EXPIRY = 3600;

const requestOptions = z.object({
  url: z.string(),
  type: z.string().optional(),
  method: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  data: z.unknown().optional(),
  contentType: z.string().optional(),
  secure: z.boolean().optional(),
  cors: z.boolean().optional(),
  jwt: z
    .object({
      algorithm: z.string(),
      secret_key: z.string(),
      expiry: z.number(),
      claims: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
  timeout: z.number().optional(),
});
export type RequestOptions = z.infer<typeof requestOptions>;

export interface ProxyAnswer {
  status: number;
  statusText: string;
  headers: Record<string, string>;
  body: string;
}

type Place = 'header' | 'body' | 'url' | 'jwt_secret_key' | 'jwt_claim';

class ProxyRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Sends a page's request on to the other host and gives its answer; a refusal looks like an answer too. */
export async function proxyRequest(account: Account, body: unknown): Promise<ProxyAnswer> {
  const checked = requestOptions.safeParse(body);
  if (!checked.success) return refusalAnswer(400, 'the options of client.request cannot be read');
  try {
    return await send(account, await prepare(account, checked.data));
  } catch (error) {
    if (error instanceof ProxyRefusal) return refusalAnswer(error.status, error.message);
    throw error;
  }
}

interface Prepared {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
  timeoutMs: number;
}

async function prepare(account: Account, options: RequestOptions): Promise<Prepared> {
  const { app } = account;
  const given = Object.entries(options.headers ?? {});
  for (const [name] of given)
    if (name.includes('_')) throw new ProxyRefusal(400, `header names with underscores are not supported: ${name}`);
  if (options.secure && options.cors) throw new ProxyRefusal(400, 'secure and cors exclude each other');
  const token = options.secure && options.jwt ? await signToken(account, options.jwt) : null;
  const fill = (text: string, place: Place) => (options.secure ? substitute(app, text, place, token) : text);
  const url = readUrl(fill(options.url, 'url'));
  if (options.secure) mustBeListed(app, url);
  const method = (options.type ?? options.method ?? 'GET').toUpperCase();
  const headers = Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), fill(value, 'header')]));
  const data = options.data;
  const text =
    data === undefined || data === null
      ? undefined
      : typeof data === 'string'
        ? data
        : new URLSearchParams(data as Record<string, string>).toString();
  if (text !== undefined)
    headers['content-type'] ??= options.contentType ?? 'application/x-www-form-urlencoded; charset=UTF-8';
  if (text !== undefined && method === 'GET') url.search = url.search ? `${url.search}&${text}` : text;
  return {
    url,
    method,
    headers,
    body: text === undefined || method === 'GET' ? undefined : fill(text, 'body'),
    timeoutMs: Math.min(options.timeout ?? SLOWEST_MS, SLOWEST_MS),
  };
}

async function send(account: Account, request: Prepared): Promise<ProxyAnswer> {
  const { network } = account;
  if (network.proxy === 'down') return refusalAnswer(502, 'Bad Gateway');
  if (network.proxy === 'unauthorized') return refusalAnswer(401, 'Unauthorized');
  if (network.proxy === 'slow')
    await new Promise((resolve) => account.later(network.delayMs, () => resolve(undefined)));
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(request.timeoutMs),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const body = await response.text();
    if (network.proxy === 'reset') return refusalAnswer(502, 'Bad Gateway');
    return {
      status: response.status,
      statusText: response.statusText,
      headers: Object.fromEntries(response.headers),
      body,
    };
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    return late ? refusalAnswer(504, 'Gateway Timeout') : refusalAnswer(502, 'Bad Gateway');
  }
}

async function signToken(account: Account, jwt: NonNullable<RequestOptions['jwt']>): Promise<string> {
  if (jwt.algorithm !== 'HS256') throw new ProxyRefusal(400, 'jwt.algorithm: only HS256');
  if (!Number.isInteger(jwt.expiry) || jwt.expiry < SHORTEST_EXPIRY || jwt.expiry > LONGEST_EXPIRY) {
    throw new ProxyRefusal(400, `jwt.expiry: ${SHORTEST_EXPIRY} to ${LONGEST_EXPIRY} seconds`);
  }
  const secret = substitute(account.app, jwt.secret_key, 'jwt_secret_key', null);
  const claims = Object.fromEntries(
    Object.entries(jwt.claims ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' ? substitute(account.app, value, 'jwt_claim', null) : value,
    ]),
  );
  const now = Math.floor(account.clock.now() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt(now)
    .setExpirationTime(now + jwt.expiry)
    .sign(new TextEncoder().encode(secret));
}

function substitute(app: AppOptions, text: string, place: Place, token: string | null): string {
  return text.replaceAll(
    /\{\{\s*(setting\.(\w+)|jwt\.token)\s*\}\}/g,
    (_whole, path: string, name: string | undefined) => {
      if (path === 'jwt.token') {
        if (token === null) throw new ProxyRefusal(400, 'jwt.token is used without the jwt option');
        return token;
      }
      const secure = name === undefined ? undefined : app.secureSettings[name];
      if (!secure) {
        const open = name === undefined ? undefined : app.settings[name];
        if (open === undefined) throw new ProxyRefusal(400, `there is no setting ${name}`);
        return String(open);
      }
      if (secure.scopes && !secure.scopes.includes(place))
        throw new ProxyRefusal(403, `setting ${name} may not be used in ${place}`);
      return secure.value;
    },
  );
}

function mustBeListed(app: AppOptions, url: URL): void {
  if (app.domainWhitelist.includes(url.hostname) || app.domainWhitelist.includes(url.host)) return;
  throw new ProxyRefusal(403, `${url.hostname} is not in domainWhitelist`);
}

function readUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new ProxyRefusal(400, 'url: must be absolute');
  return url;
}

function refusalAnswer(status: number, message: string): ProxyAnswer {
  const statusText =
    { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 502: 'Bad Gateway', 504: 'Gateway Timeout' }[status] ??
    '';
  return { status, statusText, headers: {}, body: JSON.stringify({ error: message }) };
}
