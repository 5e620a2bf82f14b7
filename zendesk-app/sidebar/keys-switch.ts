// Whether single-key shortcuts act. The browser keeps it for all tickets; one that keeps nothing forgets it at the next.
import { browserStorage } from '../api/saved.ts';

const NAME = 'tierline:keys';

let on: boolean | null = null;

export function keysAreOn(): boolean {
  on ??= read() !== 'off';
  return on;
}

export function switchKeys(wanted: boolean): void {
  on = wanted;
  try {
    browserStorage()?.setItem(NAME, wanted ? 'on' : 'off');
  } catch {
    // Full or forbidden: it holds for as long as this page lives.
  }
}

function read(): string | null {
  try {
    return browserStorage()?.getItem(NAME) ?? null;
  } catch {
    return null; // forbidden, as if nothing had been chosen
  }
}
