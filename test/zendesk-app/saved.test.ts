/** Saved copies: for a day, for fifty tickets, without addresses, never another ticket's. */
import { expect, test } from 'vitest';
import { savedCopies } from '../../zendesk-app/api/saved.ts';
import { contact, support } from './states/make.ts';

const HOUR = 3_600_000;

/** Enough of `Storage`: keys are enumerable, as in browsers. */
function storage(): Storage {
  const entries: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => entries[key] ?? null,
    setItem: (key: string, value: string) => void (entries[key] = value),
    removeItem: (key: string) => void delete entries[key],
  };
  return new Proxy(entries, {
    get: (_target, key) => methods[key as keyof typeof methods] ?? entries[String(key)],
  }) as unknown as Storage;
}

function copies(now: () => number, kept = storage()) {
  return { kept, saved: savedCopies(kept, 'acme', now) };
}

test('what was saved is read again within a day', () => {
  let now = 1_000;
  const { saved } = copies(() => now);
  saved.write({ support: support(), savedAt: now, clockOffset: 5 });
  now += 23 * HOUR;
  expect(saved.read('35436')?.clockOffset).toBe(5);
  now += 2 * HOUR;
  expect(saved.read('35436')).toBeNull();
});

test('another ticket or account has no copy', () => {
  const { saved, kept } = copies(() => 0);
  saved.write({ support: support(), savedAt: 0, clockOffset: 0 });
  expect(saved.read('35437')).toBeNull();
  expect(savedCopies(kept, 'other', () => 0).read('35436')).toBeNull();
});

test('no phone number and no mail address is kept', () => {
  const { saved, kept } = copies(() => 0);
  const level = { ...support().level, contacts: [contact('partner', 'Partner desk', { phone: '+44 20 7946 0000' })] };
  saved.write({ support: support({ level: level as never }), savedAt: 0, clockOffset: 0 });
  expect(JSON.stringify(kept)).not.toContain('7946');
  expect(JSON.stringify(kept)).not.toContain('@example.com');
  expect(saved.read('35436')?.support.level?.contacts[0]?.name).toBe('Partner desk');
});

test('the oldest of more than fifty goes', () => {
  const { saved } = copies(() => 100);
  for (let ticket = 0; ticket < 60; ticket += 1) {
    saved.write({ support: support({ ticketId: String(ticket) }), savedAt: ticket, clockOffset: 0 });
  }
  expect(saved.read('9')).toBeNull();
  expect(saved.read('10')).not.toBeNull();
});

test('a forbidden or full storage saves nothing and breaks nothing', () => {
  const broken = {
    getItem: () => null,
    setItem: () => {
      throw new Error('full');
    },
  } as unknown as Storage;
  for (const kept of [null, broken]) {
    const saved = savedCopies(kept, 'acme', () => 0);
    saved.write({ support: support(), savedAt: 0, clockOffset: 0 });
    expect(saved.read('35436')).toBeNull();
  }
});
