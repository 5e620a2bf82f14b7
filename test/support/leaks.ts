/** Runs with every test file: a server still listening or a process still running at its end fails the file. */
import { setImmediate as settled } from 'node:timers/promises';
import { afterAll } from 'vitest';

const NAMES: Readonly<Record<string, string>> = { TCPServerWrap: 'listening server', ProcessWrap: 'running process' };

const before = openResources();

// Hooks end in reverse order, and this one was first.
afterAll(async () => {
  await settled(); // closed handles are gone one turn later
  const left = openResources();
  const leaks = Object.keys(NAMES).filter((kind) => (left.get(kind) ?? 0) > (before.get(kind) ?? 0));
  if (leaks.length > 0) {
    throw new Error(`This file leaves behind: ${leaks.map((kind) => NAMES[kind]).join(', ')}. Close it in afterAll.`);
  }
});

function openResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
