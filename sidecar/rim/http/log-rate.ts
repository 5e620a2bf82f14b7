/** Keeps a flood of requests from becoming a flood of lines. */

/** Lets one line a second of a kind through; the next line says how many were left out. */
export function oncePerSecond(
  now: () => number,
  write: (kind: string, leftOut: number) => void,
): (kind: string) => void {
  const seen = new Map<string, { at: number; leftOut: number }>();
  return (kind) => {
    const last = seen.get(kind);
    if (last !== undefined && now() - last.at < 1_000) {
      last.leftOut += 1;
      return;
    }
    if (seen.size >= 100) seen.clear();
    seen.set(kind, { at: now(), leftOut: 0 });
    write(kind, last?.leftOut ?? 0);
  };
}
