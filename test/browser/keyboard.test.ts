/** The sidebar by keyboard, and its layout by the panel's width. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Frame, Page } from 'playwright-core';
import { accessibilityFaults, screenshot } from '#test/support/browser.ts';
import { openStatesPage, type StatesPage } from './states-page.ts';

let states: StatesPage;
beforeAll(async () => {
  states = await openStatesPage();
});
afterAll(() => states.close());

/** Opens a state with the focus in the app's frame, on nothing. */
async function atKeyboard(state: Parameters<StatesPage['show']>[0]): Promise<{ page: Page; app: Frame }> {
  const shown = await states.show(state);
  await shown.app.locator('#keys').waitFor({ state: 'attached' });
  await shown.app.locator('h1').click();
  return shown;
}

test.each([
  ['w', 'Why?'],
  ['p', 'Priority'],
  ['h', 'Receipt'],
  ['f', 'What if…'],
  ['e', 'Escalate or hand off'],
  ['b', 'Cause of the breach'],
  ['?', 'Keyboard shortcuts'],
])('%s opens "%s", Escape closes it and gives the focus back', async (key, title) => {
  const { page, app } = await atKeyboard('everything');
  await app.getByRole('button', { name: 'Escalate…', exact: true }).focus();
  await page.keyboard.press(key);
  const panel = app.getByRole('region', { name: title, exact: true });
  await panel.waitFor();
  await expect.poll(() => focused(app)).toBe(title);
  if (key === '?' || key === 'p') {
    expect(await accessibilityFaults(app)).toEqual([]);
    await screenshot(page, `panel-${title.replaceAll(/\W+/gu, '-').toLowerCase()}`);
  }
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await expect.poll(() => focused(app)).toBe('Escalate…');
});

test('from panel to panel by keys, the focus returns to where it was before the first', async () => {
  const { page, app } = await atKeyboard('everything');
  await app.locator('summary', { hasText: 'Entitlements' }).focus();
  await page.keyboard.press('w');
  await page.keyboard.press('h');
  await app.getByRole('region', { name: 'Receipt', exact: true }).waitFor();
  await page.keyboard.press('h');
  await app.getByRole('region', { name: 'Receipt', exact: true }).waitFor({ state: 'detached' });
  await expect.poll(() => focused(app)).toBe('Entitlements 1 of 2');
});

test('m, t, l and x go to a mail link, a phone link, an attempt and the exclusions', async () => {
  const { page, app } = await atKeyboard('everything');
  for (const [key, place] of [
    ['m', 'a[href^="mailto:"]:focus'],
    ['t', 'a[href^="tel:"]:focus'],
    ['l', 'button[data-attempt]:focus'],
    ['x', '#fold-coverage[open] > summary:focus'],
  ] as const) {
    await page.keyboard.press(key);
    await app.locator(place).waitFor();
  }
});

test('i drafts the question for the customer, r asks again, brackets open and close all', async () => {
  const { page, app } = await atKeyboard('everything');
  await page.keyboard.press('i');
  await page.waitForFunction(() => window.observed.drafts.length === 1);
  const before = await page.evaluate(() => window.observed.sent.length);
  await page.keyboard.press('r');
  await page.waitForFunction((count) => window.observed.sent.length > count, before);
  await page.keyboard.press('[');
  await app.locator('details:not([open])').first().waitFor({ state: 'detached' });
  await page.keyboard.press(']');
  await app.locator('details[open]').first().waitFor({ state: 'detached' });
});

test('c and a second key copy the due time or a contact, and say so', async () => {
  const { page } = await atKeyboard('everything');
  for (const key of ['c', 'd', 'c', 'h', 'c', '1', 'c', 'w']) await page.keyboard.press(key);
  await page.waitForFunction(() => window.observed.notes.length === 3);
  const [due, receipt, contact] = await page.evaluate(() => window.observed.notes);
  expect(due).toMatch(/^Copied: First response: due Mon,? 2 Mar 2026,? (?:at )?13:08 GMT$/u);
  expect(receipt).toBe('Copied');
  expect(contact).toMatch(/^Copied: \S+@example\.com$/u);
});

test('a key in a field is text, and with a modifier it is the browser’s', async () => {
  const { page, app } = await atKeyboard('everything');
  await page.keyboard.press('Control+e');
  await page.keyboard.press('Shift+W');
  await app.locator('summary', { hasText: 'Exclusions and fee' }).click();
  await app.getByRole('button', { name: 'Record an exclusion' }).click();
  await page.keyboard.type('we half');
  expect(await app.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('we half');
  expect(await app.locator('#panel').count()).toBe(0);
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(app)).toBe('Record an exclusion');
});

test('keys outside of the frame do nothing in it', async () => {
  const { page, app } = await atKeyboard('everything');
  await page.mouse.click(590, 10);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('w');
  expect(await app.locator('#panel').count()).toBe(0);
});

test('switched off they stay off, and the switch is reached without them', async () => {
  const { page, app } = await atKeyboard('everything');
  await app.getByRole('button', { name: 'Keys', exact: true }).click();
  await app.getByRole('checkbox', { name: /^Single keys act/u }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('w');
  await page.keyboard.press('?');
  expect(await app.locator('#panel').count()).toBe(0);
  expect(await app.evaluate(() => localStorage.getItem('tierline:keys'))).toBe('off');
});

test('a refused act leaves the focus on its button', async () => {
  const { page, app } = await atKeyboard('everything');
  await app.locator('summary', { hasText: 'To do' }).click();
  await app.getByRole('button', { name: 'Done: Check the console' }).focus();
  await page.keyboard.press('Enter');
  await app.getByRole('alert').waitFor();
  await app.locator('button[aria-label="Done: Check the console"]:focus').waitFor();
});

test('from 420 px the timers stand side by side, to 260 px the due time stands under the number', async () => {
  const { page, app } = await states.show('everything', { w: '560' });
  const number = app.getByRole('timer');
  const due = app.getByText('due 13:08');
  const other = app.getByText('Level update', { exact: true });
  const below = async (upper: typeof number, lower: typeof number) =>
    ((await lower.boundingBox())?.y ?? 0) >= ((await upper.boundingBox())?.y ?? 0) + 20;
  const sides = [];
  for (const width of [560, 420, 419, 261, 260, 240]) {
    await page.locator('iframe').evaluate((frame, px) => (frame.style.inlineSize = `${String(px)}px`), width);
    await app.waitForFunction((px) => innerWidth === px, width);
    sides.push([
      width,
      (await below(number, other)) ? 'below' : 'beside',
      (await below(number, due)) ? 'under' : 'apart',
    ]);
  }
  expect(sides).toEqual([
    [560, 'beside', 'apart'],
    [420, 'beside', 'apart'],
    [419, 'below', 'apart'],
    [261, 'below', 'apart'],
    [260, 'below', 'under'],
    [240, 'below', 'under'],
  ]);
});

test('every stop of the Tab key is seen', async () => {
  const { page, app } = await atKeyboard('everything');
  await page.keyboard.press('[');
  await page.keyboard.press('e');
  const unseen: string[] = [];
  for (let stops = 0; stops < 80; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await app.evaluate(() => {
      const { activeElement: at, body } = document;
      if (!at || at === body) return null;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
      const seen = boxShadow !== 'none' || (outlineStyle !== 'none' && outlineWidth !== '0px');
      return { name: at.textContent, seen };
    });
    if (!stop) break;
    if (!stop.seen) unseen.push(stop.name);
  }
  expect(unseen).toEqual([]);
});

async function focused(app: Frame): Promise<string> {
  return app.evaluate(() => {
    const { activeElement, body } = document;
    return activeElement === body ? '' : (activeElement?.textContent.trim() ?? '');
  });
}
