/** Every state of the sidebar, light and dark, from 240 to 560 px: pictures, no accessibility fault, no sideways scroll, heights as designed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, screenshot } from '#test/support/browser.ts';
import { STATES, type StateName } from '#test/zendesk-app/states/states.ts';
import { openStatesPage, type Shown, type StatesPage } from './states-page.ts';

const WIDTHS = [240, 420, 560, 320] as const;
/** All that a colour scheme can change. */
const COLOUR_RULES = ['color-contrast'];

let states: StatesPage;
beforeAll(async () => {
  states = await openStatesPage();
});
afterAll(() => states.close());

test.each(Object.keys(STATES) as StateName[])('%s', async (state) => {
  const shown = await states.show(state);
  expect(await heightOf(shown)).toBeLessThanOrEqual(STATES[state].height);
  for (const width of WIDTHS) {
    await shown.page.locator('iframe').evaluate((frame, px) => (frame.style.inlineSize = `${String(px)}px`), width);
    expect(await overflow(shown), `${String(width)} px`).toBe(0);
  }
  expect(await accessibilityFaults(shown.app)).toEqual([]);
  await screenshot(shown.page, `${state}-light`);
  await shown.page.evaluate(() => window.zaf.emit('colorScheme.changed', 'dark'));
  await shown.app.waitForFunction(() => document.documentElement.style.colorScheme === 'dark');
  expect(await accessibilityFaults(shown.app, COLOUR_RULES), 'dark').toEqual([]);
  await screenshot(shown.page, `${state}-dark`);
});

async function heightOf({ app }: Shown): Promise<number> {
  return app.locator('main').evaluate((main) => main.getBoundingClientRect().height);
}

/** Pixels by which anything is wider than the frame. */
async function overflow({ app }: Shown): Promise<number> {
  return app.evaluate(
    () =>
      new Promise<number>((resolve) =>
        requestAnimationFrame(() => resolve(document.documentElement.scrollWidth - innerWidth)),
      ),
  );
}
