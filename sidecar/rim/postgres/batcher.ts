/** Group commit: one batch is under way, whatever arrives meanwhile is the next. No timer, so nothing waits when idle. */

interface Waiting<In, Out> {
  readonly input: In;
  readonly weight: number;
  readonly resolve: (output: Out) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * `work` answers in the order of its inputs; its rejection rejects the whole batch. Beyond `limits.waiting` inputs, or beyond
 * `limits.heaviest` of their weights, of those that wait and those under way, an input is refused at once.
 */
export function batched<In, Out>(
  work: (inputs: readonly In[]) => Promise<readonly Out[]>,
  limits: {
    readonly batch: number;
    readonly waiting: number;
    readonly full: () => Error;
    readonly weightOf?: (input: In) => number;
    readonly heaviest?: number;
  },
): (input: In) => Promise<Out> {
  let waiting: Waiting<In, Out>[] = [];
  const { weightOf = () => 0, heaviest = Infinity } = limits;
  let carried = 0;
  let running = false;

  async function drain(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, limits.batch);
      waiting = waiting.slice(limits.batch);
      try {
        const outputs = await work(batch.map(({ input }) => input));
        batch.forEach(({ resolve }, index) => resolve(outputs[index] as Out));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      for (const { weight } of batch) carried -= weight;
    }
    running = false;
  }

  return (input) =>
    new Promise((resolve, reject) => {
      const weight = weightOf(input);
      if (waiting.length >= limits.waiting || carried + weight > heaviest) {
        reject(limits.full());
        return;
      }
      carried += weight;
      waiting.push({ input, weight, resolve, reject });
      // The requests that arrived in the same turn of the event loop go into the first batch together.
      if (!running) {
        running = true;
        setImmediate(() => void drain());
      }
    });
}
