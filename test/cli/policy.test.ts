/** `tierline policy …` as people run it: what it prints, and its exit status. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { files, tierline, tierlineProcess } from './command-line.ts';

const GOOD = 'policy: a\ntitle: A\ntiers: { gold: { channels: [email] } }\n';
const WARNED = 'policy: a\npriorities: { P1: {}, P2: {} }\n';
const BAD = 'policy: a\ntiers:\n  gold: { horus: office }\n';

describe('policy check', () => {
  it('says nothing but the count of a good policy, and ends with 0', async () => {
    const [file = ''] = await files({ 'good.yaml': GOOD });
    const { status, out, err } = await tierline('policy', 'check', file);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^0 errors, 0 warnings in 1 file, \d+ rules? checked \(\d+\.\d\d s\)\n$/);
  });

  it('prints place, problem, rule and remedy, without colour where it is no terminal, and ends with 1', async () => {
    const [bad = '', warned = ''] = await files({ 'bad.yaml': BAD, 'warned.yaml': WARNED });
    const { status, out } = await tierline('policy', 'check', bad, warned);
    expect(status).toBe(1);
    expect(out).toContain(
      `${bad}:3:11: error: unknown key "horus" in tiers.gold [unknown-key]\n    did you mean "hours"?\n`,
    );
    expect(out).toContain(`${warned}:2:23: warning: priority "P2" can never be reached`);
    expect(out).toMatch(/\n1 error, 1 warning in 2 files/);
  });

  it('prints data only with --json', async () => {
    const [file = ''] = await files({ 'bad.yaml': BAD });
    const { status, out } = await tierline('policy', 'check', '--json', '--cover', file);
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      errors: 1,
      warnings: 0,
      files: [
        {
          file,
          policy: null,
          problems: [{ rule: 'unknown-key', line: 3, column: 11, path: 'tiers.gold.horus' }],
          cover: [],
        },
      ],
    });
  });

  it('speaks to GitHub with --format github', async () => {
    const [file = ''] = await files({ 'bad.yaml': BAD });
    const { out } = await tierline('policy', 'check', '--format', 'github', file);
    expect(out).toBe(
      `::error file=${file},line=3,col=11,title=unknown-key::unknown key "horus" in tiers.gold (did you mean "hours"?)\n`,
    );
  });

  it('reads standard input', async () => {
    const { status, out } = await tierlineProcess(['policy', 'check', '-'], { input: BAD });
    expect(status).toBe(1);
    expect(out).toContain('-:3:11: error: unknown key "horus"');
  });

  it('prints the cover map: every clause of a sample with the rules that cite it', async () => {
    const { status, out } = await tierline('policy', 'check', '--cover', 'sidecar/policies/chevah.yaml');
    expect(status).toBe(0);
    expect(out).toMatch(/^CHE-01 {2}Template for the installation detail\n {8}→ intake\.installation$/m);
    expect(out).not.toContain('open');
  });

  it('colours on demand and not under NO_COLOR', async () => {
    const [file = ''] = await files({ 'bad.yaml': BAD });
    const [plain, coloured] = await Promise.all([
      tierlineProcess(['policy', 'check', file], { environment: { NO_COLOR: '1' } }),
      tierlineProcess(['policy', 'check', file], { environment: { FORCE_COLOR: '1' } }),
    ]);
    expect([plain.out.includes('\u001B['), coloured.out.includes('\u001B[31m')]).toEqual([false, true]);
  });
});

describe('policy test', () => {
  const scenarios = (due: string): string => `policy: nextplane
scenarios:
  - name: Startup P1 opened an hour before a long weekend
    contract: { tier: startup }
    requester: { approved: true }
    ticket: { opened: 2021-07-02T16:00:00-07:00, channel: helpdesk, impact: all_users, request: fault }
    at: 2021-07-02T16:30:00-07:00
    expect:
      timers: { first_response: { due: ${due} } }
`;
  const policy = 'sidecar/policies/nextplane.yaml';

  it('ends with the counts, and 0 where all passed', async () => {
    const [file = ''] = await files({ 'a.yaml': scenarios('2021-07-06T12:00:00-07:00') });
    const { status, out } = await tierline('policy', 'test', policy, file);
    expect([status, out]).toEqual([0, '✓ Startup P1 opened an hour before a long weekend\n1 passed, 0 failed\n']);
  });

  it('says what came out instead, and ends with 1', async () => {
    const [good = '', wrong = ''] = await files({
      'a.yaml': scenarios('2021-07-06T12:00:00-07:00'),
      'b.yaml': scenarios('2021-07-05T12:00:00-07:00'),
    });
    const { status, out } = await tierline('policy', 'test', policy, good, wrong);
    expect(status).toBe(1);
    expect(out).toMatch(
      /✗ Startup P1 .*\n {4}timers\.first_response\.due: expected 2021-07-05T12:00:00-07:00, got 2021-07-06T/,
    );
    expect(out).toMatch(/\n1 passed, 1 failed\n$/);
  });

  it('says where a scenario file is wrong', async () => {
    const [file = ''] = await files({
      'a.yaml': scenarios('2021-07-06T12:00:00-07:00').replace('impact:', 'impct:').replace('expect:', 'expects:'),
    });
    const { status, out } = await tierline('policy', 'test', policy, file);
    expect(status).toBe(1);
    expect(out).toContain('8:5: unknown key "expects"; did you mean "expect"?');
    expect(out).toMatch(/\n0 passed, 1 failed\n$/);
    const [other = ''] = await files({ 'b.yaml': scenarios('2021-07-06T12:00:00-07:00').replace('impact:', 'impct:') });
    expect((await tierline('policy', 'test', policy, other)).out).toMatch(
      /6:\d+: the policy has no field "impct"; did you mean "impact"\?/,
    );
  });

  it('prints data only with --json', async () => {
    const [file = ''] = await files({ 'a.yaml': scenarios('2021-07-06T12:00:00-07:00') });
    const { out } = await tierline('policy', 'test', '--json', policy, file);
    expect(JSON.parse(out)).toMatchObject({
      passed: 1,
      failed: 0,
      problems: [],
      scenarios: [{ passed: true, failures: [] }],
    });
  });

  it('says which file is which where they are taken for each other', async () => {
    const [file = ''] = await files({ 'a.scenarios.yaml': scenarios('2021-07-06T12:00:00-07:00') });
    const checked = await tierline('policy', 'check', file);
    expect(checked.status).toBe(1);
    expect(checked.out).toContain(
      `${file}:2:1: error: this is a file of scenarios, not a policy [scenario-file]\n    run it on its policy: tierline policy test`,
    );
    const tested = await tierline('policy', 'test', policy, policy);
    expect(tested.status).toBe(1);
    expect(tested.out).toContain('error: this is a policy, not a file of scenarios [policy-file]');
  });

  it('runs nothing on a policy that is none', async () => {
    const [bad = '', file = ''] = await files({ 'bad.yaml': BAD, 'a.yaml': scenarios('x') });
    const { status, out } = await tierline('policy', 'test', bad, file);
    expect([status, out.split('\n').at(-2)]).toEqual([1, '0 passed, 0 failed']);
  });
});

describe('policy diff', () => {
  it('says what changes in the words of the agreement', async () => {
    const text = await readFile('sidecar/policies/nextplane.yaml', 'utf8');
    const [changed = ''] = await files({
      'new.yaml': text.replace('P1: 1h, P2: 2h, P3: 2h, P4: 8h', 'P1: 1h, P2: 2h, P3: 4h, P4: 8h'),
    });
    const { status, out } = await tierline('policy', 'diff', 'sidecar/policies/nextplane.yaml', changed);
    expect(status).toBe(0);
    expect(out.split('\n')).toContain('tier business, first response P3, 2h → 4h');
    expect((await tierline('policy', 'diff', changed, changed)).out).toBe('no change\n');
  });
});

describe('policy explain', () => {
  const ticket = JSON.stringify({
    ticket_id: '35436',
    status: 'open',
    channel: 'web',
    tags: 'vip',
    created_at: '2026-03-02T15:00:00Z',
    fields: { support_impact: 'all_users' },
    contract: { tier: 'business' },
  });

  it('says the judgement of what a trigger sends in words, with clauses', async () => {
    const { status, out, err } = await tierlineProcess(
      ['policy', 'explain', 'sidecar/policies/nextplane.yaml', '-', '--at', '2026-03-02T15:30:00Z', '--tz', 'Etc/UTC'],
      { input: ticket },
    );
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^NextPlane support at 2026-03-02 15:30 Etc\/UTC\n/);
    expect(out).toMatch(/^priority +P1 Federation failure\n +impact is all_users \[NEX-10\]$/m);
    expect(out).toMatch(/^first_response +running due 2026-03-02 16:00/m);
  });

  it('names the place of an instant that there is not', async () => {
    const never = JSON.stringify({ ticket: { opened: '2026-02-30T10:00:00Z' } });
    const { status, out, err } = await tierlineProcess(
      ['policy', 'explain', 'sidecar/policies/nextplane.yaml', '-', '--at', '2026-03-02T15:30:00Z'],
      { input: never },
    );
    expect([status, out]).toEqual([1, '']);
    expect(err).toBe('-: ticket.opened: 2026-02-30T10:00:00Z is no instant; write 2026-03-02T09:00:00Z\n');
  });

  it('prints the judgement itself with --json', async () => {
    const { out } = await tierlineProcess(
      ['policy', 'explain', 'sidecar/policies/nextplane.yaml', '-', '--at', '2026-03-02T15:30:00Z', '--json'],
      { input: ticket },
    );
    expect(JSON.parse(out)).toMatchObject({
      ticketId: '35436',
      tier: { id: 'business' },
      priority: { id: 'P1' },
      choices: { priorities: [{ id: 'P1' }, { id: 'P2' }, { id: 'P3' }, { id: 'P4' }], defects: false },
    });
  });
});

describe('bad use ends with 2 and says so on standard error', () => {
  it.each([
    ['no command', []],
    ['a command that there is not', ['polcy']],
    ['a command of policy that there is not', ['policy', 'chek']],
    ['an option that there is not', ['policy', 'check', '--foo', 'x']],
    ['a file that there is not', ['policy', 'check', 'nowhere.yaml']],
    ['a folder', ['policy', 'check', 'sidecar']],
    ['nothing to check', ['policy', 'check']],
    ['no scenarios', ['policy', 'test', 'sidecar/policies/chevah.yaml']],
    ['three files to compare', ['policy', 'diff', 'a', 'b', 'c']],
    ['an instant that is none', ['policy', 'explain', 'sidecar/policies/chevah.yaml', 'package.json', '--at', 'soon']],
    ['a zone that is none', ['policy', 'explain', 'sidecar/policies/chevah.yaml', 'package.json', '--tz', 'Mars/X']],
    ['a format that there is not', ['policy', 'check', '--format', 'xml', 'sidecar/policies/chevah.yaml']],
  ])('%s', async (_name, words) => {
    const { status, out, err } = await tierline(...words);
    expect([status, out, err === '']).toEqual([2, '', false]);
  });
});

it('helps with 0', async () => {
  const { status, out } = await tierline('policy', '--help');
  expect(status).toBe(0);
  expect(out).toContain('tierline policy');
  expect((await tierline('policy', 'check', '--help')).out).toContain('USAGE tierline policy check [OPTIONS] <FILES>');
});

it('guesses at a command or an option that there is not', async () => {
  const command = await tierline('policy', 'chek');
  expect(command.err).toContain('tierline policy has no command "chek"; did you mean "check"?');
  const option = await tierline('policy', 'check', '--frmat', 'json', 'sidecar/policies/chevah.yaml');
  expect(option.err).toContain('tierline policy check has no option --frmat; did you mean --format?');
});

it('names what is missing and where to read of it', async () => {
  const { err } = await tierline('policy', 'test');
  expect(err).toBe(
    'tierline: tierline policy test needs POLICY SCENARIOS\nRun tierline policy test --help to see how it is used.\n',
  );
});

it('passes over no argument: what it would not do is said', async () => {
  const sample = 'sidecar/policies/chevah.yaml';
  for (const [words, count] of [
    [['policy', 'publish', sample, sample], '1 argument: FILE'],
    [['policy', 'explain', sample, 'a.json', 'b.json'], '2 arguments: POLICY TICKET'],
    [['import', 'contracts', 'a.csv', 'b.csv'], '1 argument: FILE'],
    [['erase', '--user', '1', '2', '--dry-run'], 'no argument'],
    [['migrate', 'now'], 'no argument'],
  ] as const) {
    const { status, err } = await tierline(...words);
    expect([status, err]).toEqual([2, expect.stringContaining(` takes ${count}; "`)]);
  }
  expect((await tierline('policy', 'check', sample, sample)).status).toBe(0);
  expect((await tierline('parity', '--help')).out).toContain('USAGE tierline parity [OPTIONS] [TICKETS]');
});
