// What is wrong with a policy, where, and how to mend it.

/** Where in the text: 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Severity = 'error' | 'warning' | 'info';

/** One finding. `rule` is the lint's name; `path` the way to it in the text (`tiers.startup.hours`), empty for the whole. */
export interface Problem extends Position {
  readonly severity: Severity;
  readonly rule: string;
  readonly message: string;
  readonly path: string;
  /** How to mend it; null: the message says it. */
  readonly mend: string | null;
}

/** A way into the text: keys and indexes. */
export type Path = readonly (string | number)[];

/** `tiers.startup.promises[2]` */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}

/** The known name nearest to a misspelt one, or null where none is near. */
export function nearest(wrong: string, known: Iterable<string>): string | null {
  const most = wrong.length === 1 ? 0 : Math.max(1, Math.floor(wrong.length / 3));
  let best: string | null = null;
  let least = most + 1;
  for (const name of known) {
    if (Math.abs(name.length - wrong.length) >= least) continue;
    const far = distance(wrong.toLowerCase().slice(0, 60), name.toLowerCase().slice(0, 60));
    if (far < least) [best, least] = [name, far];
  }
  return best;
}

/** `did you mean "x"?`, else the list of what there is, cut short. */
export function suggestion(wrong: string, known: Iterable<string>): string {
  const names = [...known];
  const best = nearest(wrong, names);
  if (best !== null) return `did you mean "${best}"?`;
  if (names.length === 0) return 'there is none yet: define it first';
  return `one of: ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`;
}

function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
