/** Group commit: one batch is under way, whatever arrives meanwhile is the next. No timer, so nothing waits when idle. */

interface Waiting<In, Out> {
  readonly input: In;
  readonly resolve: (output: Out) => void;
  readonly reject: (error: unknown) => void;
}

/** `work` answers in the order of its inputs; its rejection rejects the whole batch. */
export function batched<In, Out>(
  work: (inputs: readonly In[]) => Promise<readonly Out[]>,
  limits: { readonly batch: number; readonly waiting: number; readonly full: () => Error },
): (input: In) => Promise<Out> {
  let waiting: Waiting<In, Out>[] = [];
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
    }
    running = false;
  }

  return (input) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= limits.waiting) {
        reject(limits.full());
        return;
      }
      waiting.push({ input, resolve, reject });
      // The requests that arrived in the same turn of the event loop go into the first batch together.
      if (!running) {
        running = true;
        setImmediate(() => void drain());
      }
    });
}
