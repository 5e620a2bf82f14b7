/** Runs with every test file: a server still listening or a process still running at its end fails the file. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll } from 'vitest';

const NAMES: Readonly<Record<string, string>> = {
  TCPServerWrap: 'a listening server',
  ProcessWrap: 'a running process',
};

/** What was closed is gone a few turns of the loop later, or a few more on a busy machine. */
const PATIENCE_MS = 60_000;

const before = openResources();

// Hooks end in reverse order, and this one was first.
afterAll(async () => {
  const deadline = performance.now() + PATIENCE_MS;
  let leaks = whatIsLeft();
  while (leaks.length > 0 && performance.now() < deadline) {
    await wait(10);
    leaks = whatIsLeft();
  }
  if (leaks.length > 0) throw new Error(`This file leaves behind: ${leaks.join(', ')}. Close it in afterAll.`);
});

function whatIsLeft(): string[] {
  const now = openResources();
  return Object.entries(NAMES).flatMap(([kind, name]) =>
    (now.get(kind) ?? 0) > (before.get(kind) ?? 0) ? [name] : [],
  );
}

function openResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
