// Keys of a map by priority: `P1`, `P1, P2`, `P3-P4`, `default` → priorities.
import type { Context } from './context.ts';
import type { Path } from './problem.ts';
import { suggestion } from './problem.ts';

const ANY = /^(?:default|any|all|other|others|else|otherwise|\*)$/i;

/** The priorities that a key names; null stands for any priority, and none. */
export function prioritiesOf(context: Context, key: string, path: Path): readonly (string | null)[] {
  const known = [...context.known('priority')];
  if (known.includes(key)) return [key];
  if (ANY.test(key.trim())) return [null];
  const found: string[] = [];
  for (const part of key.split(/\s*(?:,|\/|\+|&|\band\b|\bor\b)\s*/)) {
    const group = rangeOf(known, part.trim());
    if (group === null) {
      context.fault(
        path,
        'unknown-reference',
        `there is no priority "${part.trim()}"`,
        suggestion(part.trim(), [...known, 'default']),
        { key: true },
      );
      return [];
    }
    found.push(...group);
  }
  return found;
}

function rangeOf(known: readonly string[], text: string): readonly string[] | null {
  if (known.includes(text)) return [text];
  const [from, to, more] = text.split(/\s*(?:-|–|\.\.|\bto\b)\s*/);
  if (from === undefined || to === undefined || more !== undefined) return null;
  const [start, end] = [known.indexOf(from), known.indexOf(to)];
  if (start < 0 || end < 0) return null;
  return known.slice(Math.min(start, end), Math.max(start, end) + 1);
}
