/** Which tickets a worker works on now: their claims are kept, and no others. */

export interface AtWork {
  /** Works under way; a ticket may have several, one after the other or side by side. */
  readonly count: () => number;
  readonly tickets: () => readonly string[];
  begin(ticketIds: readonly string[]): void;
  end(ticketIds: readonly string[]): void;
}

export function createAtWork(): AtWork {
  const works = new Map<string, number>();
  let count = 0;
  function change(ticketIds: readonly string[], by: 1 | -1): void {
    count += by * ticketIds.length;
    for (const id of ticketIds) {
      const left = (works.get(id) ?? 0) + by;
      if (left === 0) works.delete(id);
      else works.set(id, left);
    }
  }
  return {
    count: () => count,
    tickets: () => [...works.keys()],
    begin: (ticketIds) => change(ticketIds, 1),
    end: (ticketIds) => change(ticketIds, -1),
  };
}
