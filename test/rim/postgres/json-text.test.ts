/** JSON for PostgreSQL: what it does not know is replaced, everything else stays as it is. */
import { expect, it } from 'vitest';
import { jsonText } from '#rim/postgres/json-text.ts';

it.each([
  ['NUL', 'a\u0000b', 'a\uFFFDb'],
  ['several', '\u0000\u0000\ud800\udfff\udfff', '\uFFFD\uFFFD\u{103ff}\uFFFD'],
  ['half a pair', 'a\ud83d', 'a\uFFFD'],
  ['a whole pair', 'a😀', 'a😀'],
  ['a backslash before NUL', '\\\u0000', '\\\uFFFD'],
  ['text that only looks like it', '\\u0000 \\\\ud800 "\\ud800"', '\\u0000 \\\\ud800 "\\ud800"'],
  ['other control characters', '\u0001\u001b\n', '\u0001\u001b\n'],
])('%s', (_, before, after) => {
  expect(JSON.parse(jsonText({ key: [before], [before]: 1 }))).toEqual({ key: [after], [after]: 1 });
});
