/** The page of states for browser tests: one state of the sidebar in a frame, with canned answers. */
import Fastify from 'fastify';
import type { Frame, Page } from 'playwright-core';
import { ensureBuilt } from '#test/sandbox/built.ts';
import { startAgentPages } from '#test/sandbox/pages.ts';
import { launchBrowser, type PageOptions } from '#test/support/browser.ts';
import type { StateName } from '#test/zendesk-app/states/states.ts';

export interface Shown {
  readonly page: Page;
  /** The app's own frame. */
  readonly app: Frame;
  close(): Promise<void>;
}

export interface ShowOptions extends PageOptions {
  /** Before the page is opened, e.g. to answer for the network. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

export interface StatesPage {
  /** Origin of the page that frames the app. */
  readonly url: string;
  /** Opens a state and waits until the app has told its height. */
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
  return {
    url: address,
    show: async (state, query = {}, { prepare, ...options } = {}) => {
      const page = await browser.page({ viewport: { width: 600, height: 760 }, ...options });
      await prepare?.(page);
      await page.goto(`${address}/agent/states.html?${new URLSearchParams({ state, ...query }).toString()}`);
      await page.waitForFunction(() => window.observed?.heights.length > 0);
      const app = page.frames().find((frame) => frame.url().startsWith(query['app'] ?? pages.appUrl));
      if (!app) throw new Error('The app has no frame');
      if (state === 'down-saved') await app.getByText('Showing saved data').waitFor();
      return { page, app, close: () => page.context().close() };
    },
    close: async () => {
      await server.close();
      await pages.close();
      await browser.close();
    },
  };
}
