/** Values as JSON that PostgreSQL takes apart: it knows neither NUL nor half a surrogate pair, though it stores them. */

/** What `JSON.stringify` writes for them; an even number of backslashes before it is a text's own. */
const UNKNOWN = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** `value` as JSON; in its texts U+FFFD stands for what PostgreSQL does not know. */
export function jsonText(value: object): string {
  const text = JSON.stringify(value);
  return text.includes('\\u') ? text.replace(UNKNOWN, '$1\uFFFD') : text;
}
