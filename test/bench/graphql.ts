/** P5: the sidebar's query on the real route with store and judgement, beside Apollo as most run it and a constant answer. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SignJWT } from 'jose';
import { SECRETS, startDrill } from '../faults/drill.ts';
import { TICKET_SUPPORT } from '../../zendesk-app/api/operations.ts';
import { startPostgres } from '#test/support/postgres-server.ts';
import { goal, printFigures, rounds, type Load } from './load.ts';
import { startMeasured, type Measured } from './measured.ts';

const MAIN = resolve('sidecar/main.ts');
const HERE = resolve(import.meta.dirname, 'graphql');
const HASH = createHash('sha256').update(TICKET_SUPPORT).digest('hex');
const BY_HASH = 'tierline: route, token, store, judgement, by hash';
const ANEW = 'tierline: the same for an instant, judged and written anew';
const SECONDS = 3;
const ROUNDS = 3;

export async function run(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'tierline-bench-'));
  const postgres = await startPostgres({ durable: true });
  const drill = await startDrill({ name: 'bench-graphql', databaseUrl: postgres.url('postgres') });
  const servers: Record<string, Measured> = {};
  try {
    const first = await drill.start();
    const ticketId = drill.open({ impact: 'all_users', customer: 'quarry-street-bank' });
    await drill.sender.deliver(ticketId);
    if (!(await drill.settled(60_000))) throw new Error('the ticket was not settled');
    const token = await appToken(drill.sandbox.state.account.subdomain);
    const variables = { ticketId: String(ticketId) };
    const text = await answerOf(first.url, token, { query: TICKET_SUPPORT, variables });
    await drill.stop(first);
    const answer = join(folder, 'answer.json');
    await writeFile(answer, text);

    servers['limit: fastify, constant body'] = await startMeasured(join(HERE, 'constant-body.ts'), { ANSWER: answer });
    servers[BY_HASH] = await startMeasured(MAIN, drill.environment);
    // A replica of its own: what the dear ones leave behind for the collector is not the cheap ones'.
    servers[ANEW] = await startMeasured(MAIN, drill.environment);
    servers['Apollo startStandaloneServer, default'] = await startMeasured(join(HERE, 'apollo-standalone.ts'), {
      ANSWER: answer,
    });
    const load = (name: string): Load => ({
      path: name.startsWith('Apollo') ? '/' : '/graphql',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(questionFor(name, variables)),
      seconds: SECONDS,
    });
    const figures = await rounds(servers, load, ROUNDS);
    printFigures(figures);
    const [byHash, anew, apollo] = [figures[BY_HASH], figures[ANEW], Object.values(figures).at(-1)];
    if (byHash === undefined || anew === undefined || apollo === undefined) return false;
    return [
      goal('CPU with store and judgement, at most 110 µs a request', byHash.cpu, byHash.cpu <= 110, ' µs'),
      goal('CPU where each request is judged and written anew, shown only', anew.cpu, true, ' µs'),
      goal(
        'requests a second, at least 3 times Apollo by default',
        byHash.perSecond / apollo.perSecond,
        byHash.perSecond >= 3 * apollo.perSecond,
        ' x',
      ),
      goal('CPU of Apollo by default over ours', apollo.cpu / byHash.cpu, true, ' x'),
      goal('CPU of Apollo by default over ours, anew', apollo.cpu / anew.cpu, true, ' x'),
      goal('answers that were no success', byHash.faults + anew.faults, byHash.faults + anew.faults === 0),
    ].every(Boolean);
  } finally {
    for (const server of Object.values(servers)) await server.stop();
    await drill.close();
    await postgres.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The sidebar's question as the page sends it; with an instant of its own, so that nothing can be answered again; in full, for Apollo. */
function questionFor(name: string, variables: { readonly ticketId: string }): object {
  if (name === BY_HASH) return { extensions: { persistedQuery: { version: 1, sha256Hash: HASH } }, variables };
  if (name === ANEW) {
    const query = TICKET_SUPPORT.replace('($ticketId: ID!)', '($ticketId: ID!, $at: Instant)').replace(
      '(ticketId: $ticketId)',
      '(ticketId: $ticketId, at: $at)',
    );
    return { query, operationName: 'TicketSupport', variables: { ...variables, at: new Date().toISOString() } };
  }
  return { query: TICKET_SUPPORT, operationName: 'TicketSupport', variables };
}

function appToken(subdomain: string): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ iss: subdomain, sub: '235323', role: 'agent', iat: now, exp: now + 3_000 })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(SECRETS.app));
}

async function answerOf(url: string, token: string, body: object): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok || text.includes('"errors"')) throw new Error(`the query failed: ${text.slice(0, 500)}`);
  return text;
}
