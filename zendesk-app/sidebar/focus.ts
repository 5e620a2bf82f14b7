// Going to a place of the sidebar that may have to be opened and drawn first.

/** Frames of the browser to wait for what is being drawn. */
const PATIENCE = 30;

/** Opens a fold and focuses the first match in it, else the fold itself. Nothing happens where the ticket has no such fold. */
export function openFold(name: string, wanted?: string): void {
  const fold = document.getElementById(`fold-${name}`);
  if (!(fold instanceof HTMLDetailsElement)) return;
  fold.open = true;
  fold.querySelector('summary')?.focus();
  fold.scrollIntoView({ block: 'nearest' });
  if (wanted) whenThere(`#fold-${name} :is(${wanted})`);
}

/** Focuses the first match as soon as it is drawn; gives up soon. */
export function whenThere(selector: string, frames = PATIENCE): void {
  const found = document.querySelector<HTMLElement>(selector);
  if (found) found.focus();
  else if (frames > 0) requestAnimationFrame(() => whenThere(selector, frames - 1));
}
