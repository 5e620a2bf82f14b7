// Copying text out of Zendesk's frame, which may not be allowed to use the clipboard interface.

import type { Sidebar } from './context.ts';

/** A text longer than this, or of several lines, is not repeated in the message. */
const TOLD_LENGTH = 60;

/** Copies, and says so or that it could not. */
export async function copyAndTell(text: string, { t, host }: Pick<Sidebar, 't' | 'host'>): Promise<void> {
  if (!(await copyText(text))) host.notify(t('notCopied'), 'error');
  else {
    const short = text.length <= TOLD_LENGTH && !text.includes('\n');
    host.notify(short ? t('copiedText', { text }) : t('copied'), 'notice');
  }
}

/** True when the text is on the clipboard. Zendesk's frame may lack the permission for the new way, so the old one comes first. */
async function copyText(text: string): Promise<boolean> {
  if (copyBySelection(text)) return true;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // forbidden both ways: the caller says so
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
