/** The browser of the tests must notice what a user would suffer from. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults, launchBrowser, type TestBrowser } from './browser.ts';

const site = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><html lang="en"><title>A page</title><main><h1>Fine</h1></main></html>');
});
await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${String((site.address() as AddressInfo).port)}/`;
let browser: TestBrowser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => site.close());

it('lets a clean page pass', async () => {
  const page = await browser.page();
  await page.goto(address);
  expect(await accessibilityFaults(page)).toEqual([]);
});

it('finds what a screen reader cannot read', async () => {
  const page = await browser.page();
  await page.goto(address);
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')));
  expect(await accessibilityFaults(page)).toEqual([expect.stringContaining('button-name')]);
});

it('complains of console errors, uncaught errors and requests that leave the machine', async () => {
  const page = await browser.page({ tolerate: [/net::ERR/, /expected/] });
  await page.goto(address);
  await page.evaluate(async () => {
    console.warn('careless');
    console.error('expected');
    setTimeout(() => {
      throw new Error('thrown');
    });
    await fetch('http://support.example.com/').catch(() => 'blocked');
  });
  await expect.poll(() => browser.complaints().length).toBe(3);
  expect(browser.complaints().join('\n')).toMatch(/careless/);
  expect(browser.complaints().join('\n')).toMatch(/thrown/);
  expect(browser.complaints().join('\n')).toMatch(/left this machine: http:\/\/support.example.com/);
  await expect(browser.close()).rejects.toThrow(/complained/);
});
