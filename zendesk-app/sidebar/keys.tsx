// Single-key shortcuts: they act while the focus is in the sidebar's frame and not in a field, and can be switched off.
import { useLayoutEffect, useRef } from 'react';
import { useSidebar, type Sidebar } from './context.ts';
import { openFold, whenThere } from './focus.ts';
import { keysAreOn } from './keys-switch.ts';
import { copyAndTell } from './copy.ts';
import { copyChoices } from './copy-choices.ts';

/** Listens as long as it is drawn; nothing of it is seen. */
export function Keys() {
  const sidebar = useSidebar();
  const latest = useRef(sidebar);
  useLayoutEffect(() => {
    latest.current = sidebar;
  }, [sidebar]);
  useLayoutEffect(() => {
    let copying = false;
    const press = (event: KeyboardEvent) => {
      const key = plainKey(event);
      const wasCopying = copying;
      copying = false;
      if (key === null || !keysAreOn()) return;
      if (wasCopying) copy(key, latest.current);
      else if (key === 'c') copying = true;
      else {
        const act = KEYS[key];
        if (!act) return;
        act(latest.current);
      }
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  return <span hidden id="keys" />;
}

const KEYS: Readonly<Record<string, (sidebar: Sidebar) => void>> = {
  w: ({ open }) => open('why'),
  p: ({ open }) => open('priority'),
  h: ({ open }) => open('receipt'),
  f: ({ open }) => open('whatIf'),
  e: ({ open }) => open('escalate'),
  b: ({ open }) => open('cause'),
  l: logAttempt,
  i: askForInformation,
  m: () => openFold('contacts', 'a[href^="mailto:"]'),
  t: () => openFold('contacts', 'a[href^="tel:"]'),
  x: () => openFold('coverage'),
  r: ({ refresh }) => refresh(),
  '[': () => setFolds(true),
  ']': () => setFolds(false),
  '?': ({ open }) => open('keys'),
};

/** What was pressed, without modifiers; null: it belongs to a field, to the browser or to nobody. */
function plainKey(event: KeyboardEvent): string | null {
  const { key, target } = event;
  const composed = event.getModifierState('AltGraph'); // how some keyboards type a bracket
  const modified = event.metaKey || ((event.ctrlKey || event.altKey) && !composed);
  if (modified || event.repeat || event.isComposing || event.defaultPrevented || key.length !== 1) return null;
  if (target instanceof Element && target.closest('input, textarea, select')) return null;
  return event.shiftKey && /\p{L}/u.test(key) ? null : key.toLowerCase();
}

/** To the first attempt that can be logged; the panel stays open where it is. */
function logAttempt({ open }: Sidebar): void {
  if (!document.querySelector('[data-attempt]')) open('escalate');
  whenThere('[data-attempt]');
}

/** The form for the customer as a draft; without one, the list of what is to do. */
function askForInformation({ t, support, host }: Sidebar): void {
  const { message } = support.intake;
  if (!message) openFold('todo');
  else void host.insertDraft(message).then((done) => done && host.notify(t('inserted'), 'notice'));
}

/** The second key after `c`: the due time, the receipt, or a contact by its number. */
function copy(key: string, sidebar: Sidebar): void {
  const choice = copyChoices(sidebar).find((one) => one.key === key);
  if (choice) void copyAndTell(choice.text, sidebar);
}

function setFolds(open: boolean): void {
  for (const fold of document.querySelectorAll('details')) fold.open = open;
}
