/** `tierline retain`: what it refuses before it touches a database. */
import { expect, it } from 'vitest';
import { tierline } from './command-line.ts';

it.each([
  ['no day', [], 'first day that is kept'],
  ['what is no day', ['--before', '2026-02-30'], 'first day that is kept'],
  ['a day to come', ['--before', '9999-01-01'], '9999-01-01 is in the future'],
])('refuses %s', async (_, words, message) => {
  const { status, err } = await tierline('retain', ...words);
  expect([status, err]).toEqual([2, expect.stringContaining(message)]);
});
