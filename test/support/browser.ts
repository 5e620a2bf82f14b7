/** Real pages for browser tests: a Chromium that reaches only this machine, and complaints that fail the test. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContextOptions, chromium, type ConsoleMessage, type Page } from 'playwright-core';
import { findBrowser, NO_BROWSER } from './browser-program.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** `tolerate` names the complaints that a test provokes, such as a failed request to a stopped sidecar. */
export interface PageOptions extends BrowserContextOptions {
  readonly tolerate?: readonly RegExp[];
}

export interface TestBrowser {
  /** A page in a context of its own: no cookie or storage is shared with another. */
  page(options?: PageOptions): Promise<Page>;
  /** What the pages complained of so far: console warnings and errors, uncaught errors, requests that left this machine. */
  complaints(): readonly string[];
  /** Ends the browser, and throws when there was any complaint. */
  close(): Promise<void>;
}

/** One browser for a test file: start it in `beforeAll`, close it in `afterAll`. */
export async function launchBrowser(): Promise<TestBrowser> {
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const complaints: string[] = [];
  return {
    page: async ({ tolerate = [], ...options } = {}) => {
      const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', ...options });
      const complain = (text: string) => {
        if (!tolerate.some((expected) => expected.test(text))) complaints.push(text);
      };
      context.on('console', (message) => isComplaint(message) && complain(describe(message)));
      context.on('weberror', (failure) => complain(`uncaught: ${String(failure.error())}`));
      context.on('request', (request) => isForeign(request.url()) && complain(`left this machine: ${request.url()}`));
      return context.newPage();
    },
    complaints: () => complaints,
    close: async () => {
      await browser.close();
      if (complaints.length > 0) throw new Error(`The pages complained:\n${complaints.join('\n')}`);
    },
  };
}

/** Keeps a picture as `dist/screenshots/<name>.png` and gives its path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  const folder = join('dist', 'screenshots');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
  return path;
}

/** What axe finds against WCAG 2.0 to 2.2 A and AA, a line for each, frames included; `within` is a CSS selector. */
export async function accessibilityFaults(page: Page, within?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags(WCAG);
  const { violations } = await (within ? axe.include(within) : axe).analyze();
  return violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  );
}

function isComplaint(message: ConsoleMessage): boolean {
  return message.type() === 'error' || message.type() === 'warning';
}

function describe(message: ConsoleMessage): string {
  const { url, lineNumber } = message.location();
  return `console ${message.type()}: ${message.text()} (${url}:${String(lineNumber)})`;
}

function isForeign(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol.startsWith('http') && hostname !== '127.0.0.1' && hostname !== 'localhost';
}
