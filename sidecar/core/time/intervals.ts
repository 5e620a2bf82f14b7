// Sets of half-open intervals as flat lists: from, to, from, to …

/** The same set in order, without overlaps; intervals that touch become one. */
export function unite(flat: readonly number[]): number[] {
  const sorted = isOrdered(flat) ? flat : inOrder(flat);
  const united: number[] = [];
  for (let i = 0; i < sorted.length; i += 2) {
    const from = sorted[i]!;
    const to = sorted[i + 1]!;
    if (united.length > 0 && from <= united[united.length - 1]!) {
      if (to > united[united.length - 1]!) united[united.length - 1] = to;
    } else {
      united.push(from, to);
    }
  }
  return united;
}

/** What of `flat` is not in `taken`; both in order and without overlaps. */
export function without(flat: readonly number[], taken: readonly number[]): number[] {
  const left: number[] = [];
  let j = 0;
  for (let i = 0; i < flat.length; i += 2) {
    let from = flat[i]!;
    const to = flat[i + 1]!;
    while (j < taken.length && taken[j + 1]! <= from) j += 2;
    for (let k = j; k < taken.length && taken[k]! < to; k += 2) {
      if (taken[k]! > from) left.push(from, taken[k]!);
      from = Math.max(from, taken[k + 1]!);
    }
    if (from < to) left.push(from, to);
  }
  return left;
}

/** What of `flat` lies within `[from, to)`. */
export function clip(flat: readonly number[], from: number, to: number): number[] {
  const kept: number[] = [];
  for (let i = 0; i < flat.length; i += 2) {
    const a = Math.max(flat[i]!, from);
    const b = Math.min(flat[i + 1]!, to);
    if (a < b) kept.push(a, b);
  }
  return kept;
}

function isOrdered(flat: readonly number[]): boolean {
  for (let i = 2; i < flat.length; i += 2) if (flat[i]! < flat[i - 2]!) return false;
  return true;
}

function inOrder(flat: readonly number[]): number[] {
  const starts: number[] = [];
  for (let i = 0; i < flat.length; i += 2) starts.push(i);
  starts.sort((a, b) => flat[a]! - flat[b]!);
  return starts.flatMap((i) => [flat[i]!, flat[i + 1]!]);
}
