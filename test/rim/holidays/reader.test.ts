/** P-02: policy texts, large and hostile ones too, are read and checked where that stalls nobody. */
import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { createThreadReader } from '#rim/holidays/reader.ts';
import { reader as here } from '#test/support/reader.ts';

const TODAY = '2026-11-22';
/** The thread of a busy machine is slow too. */
const PATIENT = { withinMs: 110_000, waitMs: 110_000, idleMs: 60_000, memoryMb: 256 };

const reader = createThreadReader(PATIENT);
afterAll(() => reader.close());

describe('the thread says what is said here', () => {
  test.each(['zynstra', 'nextplane'])('of %s', async (id) => {
    const text = await readFile(`sidecar/policies/${id}.yaml`, 'utf8');
    const checked = await reader.check(text, TODAY, null);
    expect(checked).toEqual(await here.check(text, TODAY, null));
    expect(checked.policy?.id).toBe(id);
    const padded = `${text}\n${'# much to say\n'.repeat(1_000)}`;
    expect(await reader.read(padded)).toEqual(await here.read(padded));
  });

  test('with the holidays that a version has kept, not with those of today', async () => {
    const text = await readFile('sidecar/policies/nextplane.yaml', 'utf8');
    const frozen = (await here.check(text, '2020-01-01', null)).policy?.frozen ?? '';
    expect((await reader.check(text, TODAY, frozen)).policy?.frozen).toBe(frozen);
    expect((await reader.check(text, TODAY, null)).policy?.frozen).not.toBe(frozen);
  });
});

describe('no text stalls this thread', () => {
  const faulty = `policy: big\n${'tiers: &a { x: { title: y } }\n'.repeat(3_000)}`;
  const many = Array.from(
    { length: 1_000 },
    (_, index) => `  e${String(index)}: { title: One, when: { channel: web } }`,
  );
  const accepted = `policy: accepted\nexclusions:\n${many.join('\n')}\n`;

  test.each([
    ['with faults', faulty],
    ['accepted', accepted],
  ])('one near the limits, %s: this thread works little for it', async (_name, text) => {
    const before = ownMs();
    const { problems } = await reader.check(text, TODAY, null);
    const spent = ownMs() - before;
    const atWork = ownMs();
    expect(problems).toEqual((await here.check(text, TODAY, null)).problems);
    expect(spent).toBeLessThan(ownMs() - atWork);
  });

  test('too much of it is refused before it is given to anybody', async () => {
    const hasty = createThreadReader({ ...PATIENT, withinMs: 1 }); // whatever it is asked takes too long
    for (const text of [`${faulty}${'#'.repeat(200_000)}`, `x: ${'['.repeat(20_000)}`, '- &a x\n'.repeat(8_001)]) {
      const { policy, problems } = await hasty.check(text, TODAY, null);
      expect(policy).toBeNull();
      expect(problems).toMatchObject([{ rule: expect.stringMatching(/^too-(large|deep)$/) as string, line: 1 }]);
    }
    await hasty.close();
  });
});

describe('a text that costs too much', () => {
  test('time: it is refused, and the next one is answered', async () => {
    const hasty = createThreadReader({ ...PATIENT, withinMs: 1 });
    const checked = await hasty.check(`policy: a\n${'tiers: &a { x: { title: y } }\n'.repeat(3_000)}`, TODAY, null);
    expect(checked).toMatchObject({ policy: null, problems: [{ rule: 'too-costly', line: 1, column: 1 }] });
    await hasty.close();
    expect((await reader.check('policy: a\n', TODAY, null)).policy?.id).toBe('a');
  });

  test('but not one whose thread a busy machine keeps waiting', async () => {
    const waiting = createThreadReader({ ...PATIENT, withinMs: 20 }, () => Promise.resolve(0));
    const long = `policy: a\n${'# much to say\n'.repeat(1_000)}`;
    for (let nth = 0; nth < 3; nth += 1) expect((await waiting.check(long, TODAY, null)).policy?.id).toBe('a');
    await waiting.close();
  });

  test('memory: it is refused', async () => {
    const narrow = createThreadReader({ ...PATIENT, memoryMb: 4 });
    const checked = await narrow.check('policy: a\n', TODAY, null);
    expect(checked).toMatchObject({ policy: null, problems: [{ rule: 'too-costly' }] });
    await narrow.close();
  });
});

/** What this thread itself has worked, in ms. */
function ownMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
