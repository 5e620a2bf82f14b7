// A look at text before any parser sees it: too much of it, too many parts, or nesting that no policy has.
import type { Problem } from './problem.ts';

const MOST_KIBIBYTES = 256;
export const MOST_DEPTH = 40;
const MOST_LINES = 8_000;
const MOST_SIGNS = 30_000;

/** How many times a policy's bounds hold for another file: a policy may have many scenarios. */
export function roomOf(what: string): number {
  return what === 'scenario file' ? 8 : 1;
}

/** What must be refused before a parser sees it: more text, more parts or deeper nesting than any policy has. */
export function refuseEarly(text: string, what: string): Problem | null {
  const kibibytes = MOST_KIBIBYTES * roomOf(what);
  const most = kibibytes * 1024;
  const bytes = text.length > most ? text.length : utf8Length(text);
  if (bytes > most) return tooLarge(`the ${what} has ${bytes} bytes; the most is ${most} (${kibibytes} KiB)`);
  return new Scan(text, what).run();
}

function tooLarge(message: string): Problem {
  return problem('too-large', message, 'split it, or remove what it does not need');
}

const RUN_OF_INDICATORS = /^[ ]*(?:[-?:][ \t]+){20}/;
/** Signs that part values from each other; quotes and comments are not told apart, the bound is high enough for that. */
const STRUCTURE = /[,:[\]{}&*!|>?"'%]/;

/** One pass over the signs of a text. */
class Scan {
  private readonly text: string;
  private readonly what: string;
  private readonly room: number;
  private depth = 0;
  private line = 1;
  private start = 0;
  private signs = 0;
  private documents = 0;

  constructor(text: string, what: string) {
    this.text = text;
    this.what = what;
    this.room = roomOf(what);
  }

  run(): Problem | null {
    let found = this.newLine();
    for (let index = 0; index < this.text.length && found === null; index++)
      found = this.sign(this.text.charCodeAt(index), index);
    return found;
  }

  private sign(code: number, index: number): Problem | null {
    if (code === 10) {
      this.line++;
      this.start = index + 1;
      return this.newLine();
    }
    if (code > 125 || (code > 96 && code < 123)) return null;
    if (code === 0)
      return {
        ...problem('not-text', 'a NUL character', 'remove it'),
        line: this.line,
        column: index - this.start + 1,
      };
    const dash = code === 45 && this.text.charCodeAt(index + 1) === 32;
    if ((dash || STRUCTURE.test(this.text.charAt(index))) && ++this.signs > MOST_SIGNS * this.room)
      return tooLarge(`the ${this.what} has too many parts`);
    if (code === 91 || code === 123) return ++this.depth > MOST_DEPTH ? this.nested(index) : null;
    if (code === 93 || code === 125) this.depth = Math.max(0, this.depth - 1);
    return null;
  }

  private newLine(): Problem | null {
    const most = MOST_LINES * this.room;
    if (this.line > most) return tooLarge(`the ${this.what} has more than ${most} lines`);
    const head = this.text.slice(this.start, this.start + 400);
    if (RUN_OF_INDICATORS.test(head)) return this.nested(this.start);
    if (/^---(?:\s|$)/.test(head) && ++this.documents > 2) {
      const message = `a ${this.what} is one YAML document; here begins another`;
      return { ...problem('one-document', message, 'remove the line ---'), line: this.line, column: 1 };
    }
    return null;
  }

  private nested(index: number): Problem {
    const place = { line: this.line, column: index - this.start + 1 };
    return {
      ...problem('too-deep', `nested deeper than ${MOST_DEPTH} levels`, `a ${this.what} needs fewer than ten`),
      ...place,
    };
  }
}

function problem(rule: string, message: string, mend: string): Problem {
  return { severity: 'error', rule, message, mend, line: 1, column: 1, path: '' };
}

function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) length += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return length;
}
