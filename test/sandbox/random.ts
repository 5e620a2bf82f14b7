// Repeatable randomness, so that a failing run can be run again.

export type Random = () => number;

/** mulberry32: numbers in [0, 1) that depend on the seed alone. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ULID_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID: 48 bits of time, 80 of chance. */
export function makeUlid(at: number, random: Random): string {
  let time = '';
  for (let rest = at, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = ULID_LETTERS[rest % 32] + time;
  let tail = '';
  for (let i = 0; i < 16; i++) tail += ULID_LETTERS[Math.floor(random() * 32)];
  return time + tail;
}

/** `length` hexadecimal digits. */
export function makeHex(length: number, random: Random): string {
  let text = '';
  while (text.length < length) text += Math.floor(random() * 16).toString(16);
  return text;
}
