/** The page of states for browser tests: one state of the sidebar in a frame, with canned answers. */
import Fastify from 'fastify';
import type { Frame, Page } from 'playwright-core';
import { ensureBuilt } from '#test/sandbox/built.ts';
import { startAgentPages } from '#test/sandbox/pages.ts';
import { launchBrowser, type PageOptions } from '#test/support/browser.ts';
import { STATES, type State, type StateName } from '#test/zendesk-app/states/states.ts';

export interface Shown {
  readonly page: Page;
  /** The app's own frame. */
  readonly app: Frame;
}

export interface ShowOptions extends PageOptions {
  /** Before the page is opened, e.g. to answer for the network. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

export interface StatesPage {
  /** Origin of the page that frames the app. */
  readonly url: string;
  /**
   * Opens a state and waits until the app has told its height and is drawn whole, also what it loads later. One page shows them one after the other, each time loaded
   * anew and with nothing saved; with `options` it is a page of its own.
   */
  show(state: StateName, query?: Readonly<Record<string, string>>, options?: ShowOptions): Promise<Shown>;
  close(): Promise<void>;
}

/** Builds what is missing, serves it and starts a browser. Closing fails when a page complained. */
export async function openStatesPage(): Promise<StatesPage> {
  await ensureBuilt();
  const pages = await startAgentPages();
  const server = Fastify();
  await pages.mount(server);
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  const browser = await launchBrowser();
  // Without motion, a colour is what it will be as soon as it changes.
  const newPage = (options: PageOptions = {}) =>
    browser.page({ viewport: { width: 600, height: 760 }, reducedMotion: 'reduce', ...options });
  const shared = await newPage();
  const appOf = (page: Page, url = pages.appUrl) => page.frames().find((frame) => frame.url().startsWith(url));
  return {
    url: address,
    show: async (state, query = {}, options) => {
      const page = options ? await newPage(options) : shared;
      await options?.prepare?.(page);
      await appOf(page)?.evaluate(() => localStorage.clear());
      await page.goto(`${address}/agent/states.html?${new URLSearchParams({ state, ...query }).toString()}`);
      await page.waitForFunction(() => window.observed?.heights.length > 0);
      const app = appOf(page, query['app']);
      if (!app) throw new Error('The app has no frame');
      await drawn(app, STATES[state]);
      if (state === 'down-saved') await app.getByText('Showing saved data').waitFor();
      return { page, app };
    },
    close: async () => {
      await server.close();
      await pages.close();
      await browser.close();
    },
  };
}

/** On a busy machine the height is told while the app still waits for its answer, or for the rest of its program. */
async function drawn(app: Frame, { support, answers }: State): Promise<void> {
  const isTicket = support != null && support.policy !== null && (answers ?? 'then-down') === 'then-down';
  if (isTicket) await app.locator('#keys').waitFor({ state: 'attached' });
  else if (answers !== 'hang') await app.locator('main > [role=status][aria-label]').waitFor({ state: 'detached' });
}
