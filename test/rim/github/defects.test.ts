/** The tracker on GitHub, against a small stand-in: one issue a key, failures by their kind, nothing secret in a message. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGithubDefects } from '#rim/github/defects.ts';

const TOKEN = 'canary-github-token-7f31';
const NOW = Date.parse('2026-03-02T09:00:00Z');
const DEFECT = {
  repository: 'example/product',
  title: 'Calls drop',
  body: 'Seen twice\n\nZendesk ticket 35436',
  labels: ['P1'],
  key: 'a key/1',
};

interface Issue {
  readonly number: number;
  readonly html_url: string;
  readonly body: string;
}
let issues: Issue[];
let asked: { method: string; path: string; headers: IncomingMessage['headers']; body: unknown }[];
/** What answers next instead of the tracker. */
let script: ((response: ServerResponse) => void) | null;
/** The issue is made, and nobody hears of it. */
let losesAnswer: boolean;
const server = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk: Buffer) => (text += chunk.toString()));
  request.on('end', () => {
    const { method = '', url = '', headers } = request;
    const body = text === '' ? null : (JSON.parse(text) as { title: string; body: string });
    asked.push({ method, path: url, headers, body });
    if (script !== null) return script(response);
    if (body === null) return send(response, 200, issues.toReversed());
    const number = issues.length + 1;
    const issue = { number, html_url: `https://github.com/example/product/issues/${String(number)}`, body: body.body };
    issues.push(issue);
    if (losesAnswer) return request.socket.destroy();
    send(response, 201, issue);
  });
});
function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

const urlOf = (): string => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
const tracker = (timeoutMs = 5_000) => createGithubDefects({ token: TOKEN, url: urlOf(), now: () => NOW, timeoutMs });

beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
afterAll(() => new Promise((done) => server.close(done)));
beforeEach(() => {
  issues = [];
  asked = [];
  script = null;
  losesAnswer = false;
});

describe('a defect', () => {
  it('becomes an issue with its labels', async () => {
    expect(await tracker().report(DEFECT)).toEqual({
      ok: true,
      value: { reference: 'example/product#1', url: 'https://github.com/example/product/issues/1' },
    });
    const made = asked.at(-1);
    expect([made?.method, made?.path]).toEqual(['POST', '/repos/example/product/issues']);
    expect(made?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, 'x-github-api-version': '2022-11-28' });
    expect(made?.body).toMatchObject({ title: 'Calls drop', labels: ['P1'] });
    expect(made?.body).toHaveProperty('body', expect.stringContaining('Zendesk ticket 35436'));
  });

  it('is one issue, however often it is reported and whatever answer was lost', async () => {
    losesAnswer = true;
    expect(await tracker().report(DEFECT)).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    losesAnswer = false;
    for (let times = 0; times < 2; times += 1)
      expect(await tracker().report(DEFECT)).toMatchObject({ value: { reference: 'example/product#1' } });
    expect(issues).toHaveLength(1);
    expect(await tracker().report({ ...DEFECT, key: 'another' })).toMatchObject({
      value: { reference: 'example/product#2' },
    });
  });

  it('of no repository is not sent', async () => {
    for (const repository of ['product', '../x/y', 'a/b/c', 'a b/c', 'evil.test/a?b=/c'])
      expect(await tracker().report({ ...DEFECT, repository })).toMatchObject({ failure: { kind: 'invalid' } });
    expect(asked).toEqual([]);
  });
});

describe('a failure', () => {
  const soon = { 'retry-after': '7' };
  const spent = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1_000 + 90) };
  it.each<[number, Record<string, string>, object]>([
    [401, {}, { kind: 'unauthorized' }],
    [403, {}, { kind: 'forbidden' }],
    [403, spent, { kind: 'rate_limited', retryAt: NOW + 90_000 }],
    [403, soon, { kind: 'rate_limited', retryAt: NOW + 7_000 }],
    [404, {}, { kind: 'gone' }],
    [422, {}, { kind: 'invalid' }],
    [429, {}, { kind: 'rate_limited', retryAt: NOW + 60_000 }],
    [500, {}, { kind: 'unavailable' }],
    [302, { location: 'http://127.0.0.1:9/' }, { kind: 'unavailable' }],
  ])('%i %o', async (status, headers, failure) => {
    script = (response) => send(response, status, { message: TOKEN }, headers);
    const answer = await tracker().report(DEFECT);
    expect(answer).toMatchObject({ ok: false, failure });
    expect(JSON.stringify(answer)).not.toContain(TOKEN);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['no JSON', '<html>'],
    ['another shape', '{"issues":[]}'],
    ['far too long', JSON.stringify([{ x: 'y'.repeat(3 * 1024 * 1024) }])],
  ])('of an answer that is %s is named', async (_what, text) => {
    script = (response) => send(response, 200, text);
    expect(await tracker().report(DEFECT)).toMatchObject({ failure: { kind: 'invalid' } });
  });

  it('to answer in time is given up', async () => {
    const held: ServerResponse[] = [];
    script = (response) => void held.push(response);
    expect(await tracker(100).report(DEFECT)).toMatchObject({ failure: { kind: 'timeout' } });
    for (const response of held) response.destroy();
  });
});
