/**
 * /app/…: the built app, hosted by the sidecar. Zendesk opens its page by a signed POST, which proves the user;
 * the page gets a session token in its head. It may stand in frames of the one account only.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from './refusals.ts';
import type { Mount } from './server.ts';

export interface HostedAppOptions {
  /** Folder of the built app's files, absolute. */
  readonly folder: string;
  /** Origin of the account: the only one that may frame the page. */
  readonly zendeskUrl: string;
  /** The user of a signed URL's token; null: it does not hold. */
  readonly readToken: (token: string) => Promise<string | null>;
  /** A session for that user. */
  readonly mint: (userId: string) => Promise<string>;
  /** Ends the session of a token; false: it is none, or over. */
  readonly end: (session: string) => Promise<boolean>;
}

const PATH = '/app/';
const PAGE = 'index.html';
const SIGN_OUT = `${PATH}sign-out`;
const FORM_LIMIT = 32 * 1024;
/** Where Zendesk serves the SDK from. */
const SDK = 'https://static.zdassets.com';
/** Hash of nothing: allows style elements without text, and no other. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** Mounts the app's files and its signed opening. */
export function hostedAppMount(options: HostedAppOptions): Mount {
  return {
    methods: { [PATH]: ['GET', 'HEAD', 'POST'], [`${PATH}${PAGE}`]: ['GET', 'HEAD', 'POST'], [SIGN_OUT]: ['POST'] },
    register(server) {
      server.register(async (scope) => {
        await scope.register(fastifyHelmet, headers(options.zendeskUrl));
        await scope.register(fastifyStatic, {
          root: options.folder,
          prefix: PATH,
          index: PAGE,
          cacheControl: false,
          dotfiles: 'deny',
          setHeaders: (reply, path) => {
            // Names of built files hold their content's hash; the page itself must always be asked for.
            const lasting = path.endsWith('.html') ? 'no-store' : 'public, max-age=31536000, immutable';
            reply.header('cache-control', lasting);
          },
        });
        takeForms(scope);
        scope.post(PATH, (request, reply) => open(request, reply, options));
        scope.post(`${PATH}${PAGE}`, (request, reply) => open(request, reply, options));
        scope.post(SIGN_OUT, (request, reply) => signOut(request, reply, options));
      });
    },
  };
}

function headers(zendeskUrl: string) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", SDK],
        // Garden's styles are put, rule by rule, into a style element that is empty when the browser checks it.
        styleSrc: ["'self'", EMPTY_STYLE],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: [zendeskUrl],
      },
    },
    // The page must be framed: `frame-ancestors` says by whom, which X-Frame-Options cannot.
    frameguard: false,
    crossOriginEmbedderPolicy: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' as const },
    crossOriginOpenerPolicy: false,
  };
}

function takeForms(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_LIMIT },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
}

async function open(request: FastifyRequest, reply: FastifyReply, options: HostedAppOptions): Promise<FastifyReply> {
  // Before the token: one that opens nothing must not be used up.
  const page = await pageIn(options.folder);
  if (page === null) return refuse(reply, 'UNAVAILABLE');
  const token = request.body instanceof URLSearchParams ? request.body.get('token') : null;
  let userId: string | null;
  try {
    userId = token === null ? null : await options.readToken(token);
  } catch (error) {
    request.log.error({ err: error, requestId: request.id }, 'whether a signed URL was used before is not known');
    return refuse(reply.header('retry-after', '5'), 'UNAVAILABLE');
  }
  if (userId === null) return refuse(reply, 'UNAUTHENTICATED');
  return reply.type('text/html; charset=utf-8').send(withSession(page, await options.mint(userId)));
}

/** Ends the session whose token is the bearer's, and no other. */
async function signOut(request: FastifyRequest, reply: FastifyReply, { end }: HostedAppOptions): Promise<FastifyReply> {
  const session = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  try {
    if (session !== undefined && (await end(session))) return reply.code(204).send();
  } catch (error) {
    request.log.error({ err: error, requestId: request.id }, 'a session was not ended');
    return refuse(reply.header('retry-after', '5'), 'UNAVAILABLE');
  }
  return refuse(reply.header('www-authenticate', 'Bearer'), 'UNAUTHENTICATED');
}

/** The built app's page; null: it was not built. */
export async function pageIn(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, PAGE), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The token holds only letters, digits, `-`, `_` and dots: it cannot end the attribute. */
function withSession(page: string, session: string): string {
  return page.replace('<head>', `<head><meta name="tierline-session" content="${session}">`);
}
