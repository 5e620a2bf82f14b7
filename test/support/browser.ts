/** Real pages for browser tests: a Chromium that reaches only this machine, and complaints that fail the test. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import { type BrowserContextOptions, chromium, type ConsoleMessage, type Frame, type Page } from 'playwright-core';
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

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

/** For a page, a click or a browser that comes on a machine many times slower, in ms. */
const PATIENCE_MS = 120_000;

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
  const browser = await chromium.launch({ executablePath, args: FLAGS, timeout: PATIENCE_MS });
  const complaints: string[] = [];
  return {
    page: async ({ tolerate = [], ...options } = {}) => {
      const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', ...options });
      context.setDefaultTimeout(PATIENCE_MS);
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

/**
 * What axe finds against WCAG 2.0 to 2.2 A and AA, a line for each: of a page with its frames, or of one frame.
 * `rules` are ids of axe's rules, for when only those can have changed.
 */
export async function accessibilityFaults(target: Page | Frame, rules?: readonly string[]): Promise<string[]> {
  const found = [];
  for (const frame of 'frames' in target ? target.frames() : [target]) found.push(...(await faultsIn(frame, rules)));
  return found;
}

/** Each document by itself: axe is put into it once, and frames are not asked through their parents. */
async function faultsIn(frame: Frame, rules?: readonly string[]): Promise<string[]> {
  if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axe.source);
  const options = {
    runOnly: rules ? { type: 'rule' as const, values: [...rules] } : { type: 'tag' as const, values: WCAG },
    resultTypes: ['violations' as const],
    iframes: false,
    preload: false,
  };
  return frame.evaluate(async (chosen) => {
    const { violations } = await window.axe.run(document, chosen);
    return violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
    );
  }, options);
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
