/** `tierline erase`: what it refuses before it touches a database. */
import { expect, it } from 'vitest';
import { tierline } from './command-line.ts';

it.each([
  ['no number', [], 'needs --user NUMBER'],
  ['what is no address', ['--user', '7', '--email', 'ana'], '"ana" is none'],
  ['a name of one word, be it not the last', ['--user', '7', '--name', 'Ana', '--name', 'Ana Example'], '"Ana" may be'],
  ['what Zendesk leaves behind', ['--user', '7', '--name=Permanently deleted user'], 'is not looked for'],
])('refuses %s', async (_, words, message) => {
  const { status, err } = await tierline('erase', ...words);
  expect([status, err]).toEqual([2, expect.stringContaining(message)]);
});
