// Patterns over text: they run in linear time, and a policy has so few and short ones that a ticket never waits for them.
import { RE2JS } from 're2js';
import type { Context } from './context.ts';
import type { Path } from './problem.ts';
import type { WordedTest } from './tests.ts';

const MOST_PATTERNS = 30;
const MOST_LENGTH = 300;
/** `{n,m}` writes its part out m times: more than this in all is a program, not a pattern. */
const MOST_COPIES = 100;
/** A pattern looks at the beginning of a text; what people write by hand into a field is shorter. */
const MOST_SUBJECT = 1000;

/** Reads `matches`. Look-around and back-references cannot run in linear time and are refused. */
export function readPattern(context: Context, operand: unknown, path: Path): WordedTest | null {
  const text = typeof operand === 'string' ? operand : '';
  const refused = refusal(context, text, path);
  if (refused !== null) {
    context.fault(path, 'pattern', refused, 'ask for a field, or for one of several values');
    return null;
  }
  try {
    const compiled = RE2JS.compile(text);
    const test = (subject: string): boolean => compiled.matcher(subject.slice(0, MOST_SUBJECT)).find();
    return { test: { kind: 'matches', pattern: text, test }, words: `matches ${text}` };
  } catch (error) {
    // re2js throws for what is no pattern and for what cannot run in linear time.
    const why = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : 'not a pattern';
    context.fault(path, 'pattern', `not a pattern of RE2: ${why}`, 'no look-around, no back-references');
    return null;
  }
}

function refusal(context: Context, text: string, path: Path): string | null {
  if (text === '' || text.length > MOST_LENGTH) return `a pattern is text of at most ${MOST_LENGTH} characters`;
  const copies = [...text.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].reduce(
    (product, [, least, most]) => product * Math.max(1, Number(most || least)),
    1,
  );
  if (copies > MOST_COPIES) return `its counts stand for ${copies} copies; the most is ${MOST_COPIES}`;
  return context.patternsWith(path) > MOST_PATTERNS ? `more than ${MOST_PATTERNS} patterns` : null;
}
