/** The sidebar under the hand: panels, focus, drafts, refusals, what it sends and what it keeps, and as the sidecar hosts it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostedAppMount } from '#rim/http/app-route.ts';
import { APP_FOLDER, PAGE_FOLDER } from '#test/sandbox/built.ts';
import { accessibilityFaults, screenshot } from '#test/support/browser.ts';
import { openStatesPage, type Shown, type StatesPage } from './states-page.ts';

const SDK = 'https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js';

let states: StatesPage;
beforeAll(async () => {
  states = await openStatesPage();
});
afterAll(() => states.close());

test('the token is signed by Zendesk: the page sends a placeholder, never a secret', async () => {
  const { page } = await states.show('tier-known');
  const [sent] = await page.evaluate(() => window.observed.sent as Record<string, unknown>[]);
  expect(sent).toMatchObject({
    url: 'http://127.0.0.1:4000/graphql',
    type: 'POST',
    secure: true,
    headers: { Authorization: 'Bearer {{jwt.token}}' },
    jwt: {
      algorithm: 'HS256',
      secret_key: '{{setting.shared_secret}}',
      expiry: 300,
      claims: { iss: 'sandbox', sub: '28600000000101', role: 'agent' },
    },
  });
});

test('one question for a ticket opened', async () => {
  const { page, app } = await states.show('tier-known');
  await app.getByText('Approved contact').waitFor();
  expect(await page.evaluate(() => window.observed.sent.length)).toBe(1);
});

test('every action is reached by Tab, in reading order, and seen', async () => {
  const { page, app } = await states.show('everything');
  const names: string[] = [];
  await app.locator('body').evaluate((body) => body.focus());
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab');
    const name = await focused(app);
    if (name === '') break;
    names.push(name);
  }
  expect(names).toEqual([
    'Why?',
    'Escalate…',
    'To do 2 of 5',
    'Contacts and escalation 5',
    'Entitlements 1 of 2',
    'Exclusions and fee 1',
    'Notices and defect 2',
    'Receipt',
    'What if…',
    'Priority',
    'Refresh',
    'Keys',
  ]);
});

test.each([
  ['Why?', 'Why?'],
  ['Escalate…', 'Escalate or hand off'],
  ['Receipt', 'Receipt'],
  ['What if…', 'What if…'],
])('%s opens in place, takes the focus, and Escape gives it back', async (opener, title) => {
  const { page, app } = await states.show('everything');
  await app.getByRole('button', { name: opener, exact: true }).first().focus();
  await page.keyboard.press('Enter');
  const panel = app.getByRole('region', { name: title, exact: true });
  await panel.waitFor();
  await expect.poll(() => focused(app)).toBe(title);
  expect(await accessibilityFaults(app)).toEqual([]);
  await screenshot(page, `panel-${title.replaceAll(/\W+/gu, '-').toLowerCase()}`);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await expect.poll(() => focused(app)).toBe(opener);
});

test('all folds open have no accessibility fault and no sideways scroll', async () => {
  const { page, app } = await states.show('everything', { w: '240' });
  await app.evaluate(() => {
    for (const fold of document.querySelectorAll('details')) fold.open = true;
  });
  await app.getByRole('button', { name: /^Withdraw: / }).waitFor();
  expect(await accessibilityFaults(app)).toEqual([]);
  expect(await app.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await screenshot(page, 'everything-open');
});

test('an answer that comes in leaves the focus where it is', async () => {
  const { page, app } = await states.show('everything');
  await app.getByRole('button', { name: 'Escalate…', exact: true }).focus();
  await page.evaluate(() => window.zaf.emit('ticket.updated', {}));
  await page.waitForFunction(() => window.observed.sent.length > 1);
  await expect.poll(() => focused(app)).toBe('Escalate…');
});

test('a refused act says why beside its button, and changes nothing', async () => {
  const { app } = await states.show('everything');
  await app.getByText('To do').click();
  await app.getByRole('button', { name: 'Done: Check the console' }).click();
  const duty = app.getByRole('listitem').filter({ hasText: 'Check the console' }).first();
  await duty.getByRole('alert').getByText('Not done: This page only shows states').waitFor();
  expect(await app.getByRole('button', { name: 'Done: Check the console' }).isEnabled()).toBe(true);
});

test('a duty is waived with its reason, and a blocked one is not offered', async () => {
  const { page, app } = await states.show('everything');
  await app.getByText('To do').click();
  await app.getByRole('button', { name: 'Waive a duty…' }).click();
  const form = app.getByRole('form', { name: 'Waive a duty…' });
  expect(await form.getByLabel('Which one need not be done?').locator('option').allTextContents()).toEqual([
    'Check the console',
  ]);
  await form.getByRole('textbox', { name: 'Reason' }).fill('Seen on the phone.');
  await form.getByRole('button', { name: 'Waive', exact: true }).click();
  await form.getByRole('alert').waitFor();
  expect(await lastSent(page)).toMatchObject({ duty: 'check_console', outcome: 'waived', note: 'Seen on the phone.' });
});

test('a hand-off takes a note along', async () => {
  const { page, app } = await states.show('tier-known');
  await app.getByRole('button', { name: 'Escalate…' }).click();
  await app.getByRole('textbox', { name: 'Note for L3 (optional)' }).fill('Router logs are attached.');
  await app.getByRole('button', { name: 'Hand off to L3' }).click();
  await app.getByRole('form', { name: 'Hand off to L3' }).getByRole('alert').waitFor();
  expect(await lastSent(page)).toMatchObject({ toLevel: 'L3', note: 'Router logs are attached.' });
});

test('an agreed instant is the due time to change, in the agent’s zone', async () => {
  const { page, app } = await states.show('everything', { zone: 'America/New_York' });
  await app.getByText('To do').click();
  await app.getByRole('button', { name: 'Agreed with the customer: Resolution' }).click();
  const field = app.getByLabel('Agreed instant');
  expect(await field.inputValue()).toBe('2026-03-04T19:38');
  await field.fill('2026-03-06T09:00');
  await app.getByRole('button', { name: 'Set', exact: true }).click();
  await app.getByRole('alert').waitFor();
  expect(await lastSent(page)).toMatchObject({ metric: 'resolution', dueAt: '2026-03-06T14:00:00.000Z' });
});

test('the intake message goes into the draft, and nothing is sent', async () => {
  const { page, app } = await states.show('everything');
  await app.getByText('To do').click();
  await app.getByRole('button', { name: 'Insert as draft' }).click();
  await page.waitForFunction(() => window.observed.notes.includes('Added to your draft'));
  expect(await page.evaluate(() => window.observed.drafts)).toEqual([
    'To help you quickly, please send us:\n- What you have tried',
  ]);
});

test('a duty that waits for another cannot be done yet', async () => {
  const { app } = await states.show('everything');
  await app.getByText('To do').click();
  expect(await app.getByRole('button', { name: 'Done: Reproduce the fault' }).isDisabled()).toBe(true);
  await app.getByText('after Check the console').waitFor();
});

test('with the sidecar down, saved data survives a reload and acts are off', async () => {
  const { page, app } = await states.show('down-saved');
  await app.getByRole('timer').waitFor();
  await app.evaluate(() => location.reload());
  const again = page.frameLocator('iframe');
  await again.getByText('Showing saved data').waitFor();
  expect(await again.getByRole('timer').count()).toBe(1);
});

test('the receipt adds up in words', async () => {
  const { app } = await states.show('breached');
  await app.getByRole('button', { name: 'Receipt' }).click();
  await app.getByText('Sum 1h → due 12:26').waitFor();
});

test('where Zendesk’s own badge is due at another time, both are told', async () => {
  const { app } = await states.show('differs-from-zendesk');
  await app.getByText('First response: Zendesk’s own badge is due 13:00, ours 14:02.').waitFor();
});

test('the cause of a breach goes into the draft as an internal note', async () => {
  const { page, app } = await states.show('breached');
  await app.getByRole('button', { name: 'Note the cause' }).click();
  await app.getByRole('combobox').selectOption({ label: 'The partner answered late.' });
  await app.getByRole('textbox', { name: 'More (optional)' }).fill('Nobody was at their desk.');
  expect(await accessibilityFaults(app)).toEqual([]);
  await app.getByRole('button', { name: 'Insert as internal note' }).click();
  await page.waitForFunction(() => window.observed.drafts.length === 1);
  const { set, drafts } = await page.evaluate(() => window.observed);
  expect(set).toEqual({ 'comment.type': 'internalNote' });
  expect(drafts[0]).toMatch(
    /^First response was due Mon,? 2 Mar 2026,? (?:at )?12:26 GMT and was missed\. Cause: The partner answered late\. Nobody was at their desk\.$/u,
  );
  await expect.poll(() => focused(app)).toBe('Note the cause');
});

test('a requester of several organizations: the ticket moves to another by click', async () => {
  const { page, app } = await states.show('several-organizations');
  await app.getByText('Judged for Harbour Foods.').waitFor();
  await app.getByRole('button', { name: 'Judge for Harbour Logistics' }).click();
  await app.getByText('Judged for Harbour Logistics.').waitFor();
  expect(await page.evaluate(() => window.observed.set)).toEqual({
    '/api/v2/tickets/35436.json': { ticket: { organization_id: 510 } },
  });
});

test('beside a new ticket: what it would be promised; another requester is asked about anew', async () => {
  const { page, app } = await states.show('new-ticket');
  await app.getByRole('heading', { name: 'Enterprise' }).waitFor();
  await app.getByText('P2 Federation degraded').waitFor();
  expect(await app.getByText(/^due /u).allTextContents()).toHaveLength(2);
  await app.getByText('The requester is not named in the contract').waitFor();
  const before = await page.evaluate(() => window.observed.sent.length);
  await page.evaluate(() => window.zaf.emit('ticket.requester.id.changed', 7));
  await page.waitForFunction((count) => window.observed.sent.length > count, before);
});

test('beside an organization: its contract, its contacts and its open tickets, which open by click', async () => {
  const { page, app } = await states.show('organization');
  await app.getByText('Open tickets').click();
  await app.getByText('P1 · breached').waitFor();
  expect(await accessibilityFaults(app)).toEqual([]);
  await app.getByRole('button', { name: 'Ticket 35440' }).click();
  await page.waitForFunction(() => window.observed.notes.includes('to ticket 35440'));
  expect(await app.getByText('If sent now').count()).toBe(0);
});

test('right to left, nothing overflows and axe finds nothing', async () => {
  const { page, app } = await states.show('everything', { w: '240' });
  await app.evaluate(() => (document.documentElement.dir = 'rtl'));
  expect(await app.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  expect(await accessibilityFaults(app)).toEqual([]);
  await screenshot(page, 'everything-rtl');
});

test('a language without texts reads English throughout', async () => {
  const { app } = await states.show('tier-known', { locale: 'he' });
  expect(await app.getByRole('timer').textContent()).toMatch(/^1h 2\dm$/u);
  expect(await app.evaluate(() => document.documentElement.dir)).toBe('ltr');
});

test('double line height and wide spacing cut nothing at 320 px', async () => {
  const { app } = await states.show('everything');
  await app.addStyleTag({
    content: '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
  });
  expect(await app.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
});

test('the height is told rarely: two changes at most for a ticket opened', async () => {
  const { page, app } = await states.show('tier-known');
  await app.getByText('Approved contact').waitFor();
  expect(await page.evaluate(() => window.observed.heights.length)).toBeLessThanOrEqual(2);
});

test('hosted by the sidecar it is drawn whole, and the security policy has nothing to complain of', async () => {
  const sidecar = Fastify();
  hostedAppMount({
    folder: join(APP_FOLDER, 'assets'),
    zendeskUrl: states.url,
    readToken: async () => null,
    mint: async () => '',
    end: async () => false,
  }).register(sidecar);
  const address = await sidecar.listen({ host: '127.0.0.1', port: 0 });
  const sdk = await readFile(join(PAGE_FOLDER, 'zaf_sdk.js'), 'utf8');
  const { app } = await states.show(
    'breached',
    { app: `${address}/app/index.html` },
    {
      tolerate: [/left this machine: https:\/\/static\.zdassets\.com/u],
      prepare: (page) => page.route(SDK, (route) => route.fulfill({ body: sdk, contentType: 'text/javascript' })),
    },
  );
  await app.getByRole('timer').waitFor();
  const size = await app.getByRole('timer').evaluate((timer) => getComputedStyle(timer).fontSize);
  expect(size).toBe('20px');
  await sidecar.close();
});

/** Variables of the last question or act. */
async function lastSent(page: Shown['page']): Promise<unknown> {
  return page.evaluate(() => {
    const last = window.observed.sent.at(-1) as { readonly data: string };
    return (JSON.parse(last.data) as { variables: unknown }).variables;
  });
}

async function focused(app: Shown['app']): Promise<string> {
  return app.evaluate(() => {
    const { activeElement, body } = document;
    return activeElement === body ? '' : (activeElement?.textContent?.trim() ?? '');
  });
}
