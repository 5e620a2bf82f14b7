/** O-03: a database holds the tickets of one Zendesk account; a sidecar of another one is refused it, and asks nothing. */
import { expect, test } from 'vitest';
import { tierlineProcess } from '#test/cli/command-line.ts';
import { startDrill } from './drill.ts';

test('a sidecar of another account is refused the database, until it is told that the account was renamed', async () => {
  const drill = await startDrill({ name: 'account', databaseUrl: null });
  try {
    await drill.stop(await drill.start());
    const requests = (): number => drill.history.lines.filter(({ type }) => type === 'request').length;
    const before = requests();
    const environment = { ...drill.environment, ZENDESK_SUBDOMAIN: 'other' };

    const refused = await drill.start({ mayEnd: true, environment });
    expect(refused.end()).toEqual({ code: 1, signal: null });
    expect(refused.output()).toContain(
      `the database holds the tickets of the Zendesk account ${drill.sandbox.state.account.subdomain}, not of other`,
    );
    expect(refused.output()).toContain('tierline migrate --account other');
    expect(requests()).toBe(before);

    const told = await tierlineProcess(['migrate', '--account', 'other'], { environment });
    expect(told).toMatchObject({ status: 0, err: '' });
    expect((await drill.stop(await drill.start({ environment }))).code).toBe(0);
  } finally {
    await drill.close();
  }
});

test('a stand-in that is given no name may take any address', async () => {
  const drill = await startDrill({ name: 'stand-in', databaseUrl: null });
  try {
    const { ZENDESK_SUBDOMAIN: _, ...nameless } = drill.environment;
    for (const host of ['127.0.0.1', 'localhost']) {
      const environment = { ...nameless, ZENDESK_URL: nameless['ZENDESK_URL']?.replace('127.0.0.1', host) ?? '' };
      expect((await drill.stop(await drill.start({ environment }))).code).toBe(0);
    }
  } finally {
    await drill.close();
  }
});

test.each(['', 'Other', 'other.zendesk.com'])('%j is no name of an account', async (name) => {
  const told = await tierlineProcess(['migrate', '--account', name]);
  expect(told).toMatchObject({ status: 2, out: '' });
  expect(told.err).toContain('as in ZENDESK_SUBDOMAIN');
});
