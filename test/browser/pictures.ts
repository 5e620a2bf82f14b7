/** `npm run pictures`: docs/pictures, taken from the running product, light and dark. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openDesk } from './agent-page.ts';

const FOLDER = resolve(import.meta.dirname, '../../docs/pictures');

await mkdir(FOLDER, { recursive: true });
const desk = await openDesk({}, { width: 1280, height: 640 });
try {
  for (const [scheme, name] of [
    ['light', 'sidebar'],
    ['dark', 'sidebar-dark'],
  ] as const) {
    const { page } = await desk.open('custom_at_risk');
    await page.getByLabel('Colours').selectOption(scheme);
    await page.locator(`html[data-scheme=${scheme}]`).waitFor();
    await page.frameLocator('iframe').locator(`html[style*="color-scheme: ${scheme}"]`).waitFor({ state: 'attached' });
    await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
  }
} finally {
  await desk.close();
}
