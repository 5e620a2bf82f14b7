/** Everything running, and a browser on the agent page: for tests of the product as it is used. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import type { SandboxOptions } from '#test/sandbox/options.ts';
import { startAll, type Composition } from '#test/sandbox/composition.ts';
import { launchBrowser, type TestBrowser } from '#test/support/browser.ts';

export interface Desk {
  readonly all: Composition;
  readonly browser: TestBrowser;
  /** Opens a ticket by number or by the name of its story, in the one page there is, and waits for its judgement. */
  open(ticket: number | string, as?: 'agent' | 'admin' | 'light'): Promise<Opened>;
  close(): Promise<void>;
}

export interface Opened {
  readonly page: Page;
  readonly sidebar: FrameLocator;
  readonly ticketId: number;
  /** Writes in the composer and submits. */
  submit(
    text: string,
    as: 'open' | 'pending' | 'hold' | 'solved',
    kind?: 'Public reply' | 'Internal note',
  ): Promise<void>;
}

/** Starts sandbox, sidecar and browser in a folder of their own. */
export async function openDesk(
  sandbox: Partial<SandboxOptions> = {},
  viewport = { width: 1440, height: 900 },
): Promise<Desk> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tierline-desk-'));
  const all = await startAll({ dataDir, sandbox });
  const browser = await launchBrowser();
  const page = await browser.page({ viewport });
  return {
    all,
    browser,
    open: async (ticket, as = 'agent') => {
      const ticketId = typeof ticket === 'number' ? ticket : (all.sandbox.state.stories[ticket] ?? 0);
      await page.goto(`${all.ticketUrl(ticketId)}&as=${as}`);
      const sidebar = page.frameLocator('iframe');
      await sidebar.getByRole('button', { name: 'Why?' }).waitFor();
      return { page, sidebar, ticketId, submit: submitOn(page) };
    },
    close: async () => {
      try {
        await browser.close();
      } finally {
        await all.close();
        await rm(dataDir, { recursive: true, force: true });
      }
    },
  };
}

function submitOn(page: Page): Opened['submit'] {
  return async (text, as, kind = 'Public reply') => {
    await page.getByRole('radio', { name: kind }).check();
    await page.getByRole('textbox', { name: kind }).fill(text);
    await page.getByLabel('Submit as').selectOption(as);
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByRole('list', { name: 'Conversation' }).getByText(text).waitFor();
  };
}
