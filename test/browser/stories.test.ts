/** The main job on real input, and one story a policy from the customer's ticket to its solution, done in the sidebar as an agent does it. A Saturday, so that weekends count. */
import { readFile } from 'node:fs/promises';
import type { FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHolidays } from '#rim/holidays/holidays.ts';
import { createClock } from '#test/sandbox/clock.ts';
import { accessibilityFaults, screenshot } from '#test/support/browser.ts';
import { openDesk, type Desk } from './agent-page.ts';

let desk: Desk;
beforeAll(async () => {
  const clock = createClock({ at: nextSaturdayNoon() });
  desk = await openDesk({ clock });
  await review('zynstra', new Date(clock.now()).toISOString().slice(0, 10));
});
afterAll(() => desk.close());

/** The contact list of a sample policy is looked through on this day: a year after its own day it would be too old. */
async function review(policy: string, day: string): Promise<void> {
  const text = await readFile(`sidecar/policies/${policy}.yaml`, 'utf8');
  const reviewed = text.replace(/^reviewed: \S+/mu, `reviewed: ${day}`);
  expect(reviewed).not.toBe(text);
  const { draft } = await desk.all.ask<{ draft: object }>(
    `mutation Save($text: String!) { draft: savePolicyDraft(text: $text) { ... on PolicyVersion { version } } }`,
    { text: reviewed },
  );
  const published = await desk.all.ask(
    `mutation Publish($id: ID!, $version: Int!) {
      publishPolicy(id: $id, version: $version, note: "Contacts reviewed", moveOpen: true) { __typename }
    }`,
    { id: policy, ...draft },
  );
  expect(published).toEqual({ publishPolicy: { __typename: 'PolicyVersion' } });
}

/** Of the countries whose public holidays the sample policies name. */
const holidays = openHolidays();
const COUNTRIES = [
  { country: 'GB', region: 'ENG', types: ['public'] },
  { country: 'US', region: null, types: ['public'] },
  { country: 'DE', region: null, types: ['public'] },
] as const;

/** In the future, so that no clock runs backwards, and with no public holiday near: around them promises stand still. */
function nextSaturdayNoon(): number {
  const day = new Date();
  day.setUTCHours(12, 0, 0, 0);
  do day.setUTCDate(day.getUTCDate() + ((6 - day.getUTCDay() + 7) % 7 || 7));
  while ([-4, -3, -2, -1, 0, 1, 2].some((days) => isHoliday(new Date(day.getTime() + days * 86_400_000))));
  return day.getTime();
}

function isHoliday(day: Date): boolean {
  const date = day.toISOString().slice(0, 10);
  return COUNTRIES.some((rule) => holidays(rule, day.getUTCFullYear())?.some((each) => each.date === date) === true);
}

/** A customer of tier Custom, whose clock runs around the clock, so that nothing depends on the weekday. */
function customersTicket(impact: string): number {
  const { sandbox } = desk.all;
  const { requesterId } = sandbox.state.tickets.get(sandbox.state.stories['custom_known'] ?? 0) ?? { requesterId: 0 };
  const written = sandbox.createTicket(
    {
      subject: 'Nothing goes through',
      comment: { body: 'Since a minute ago.' },
      requester_id: requesterId,
      custom_fields: fields({ support_impact: impact, support_request: 'fault' }),
    },
    { actorId: requesterId, channel: 'web' },
  );
  return written.ticket.id;
}

function fields(values: Readonly<Record<string, string>>) {
  const known = [...desk.all.sandbox.state.ticketFields.values()];
  return Object.entries(values).map(([title, value]) => ({
    id: known.find((field) => field.title === title)?.id ?? 0,
    value,
  }));
}

const ticketOf = (id: number) => desk.all.sandbox.state.tickets.get(id);
const tagsOf = (id: number) => ticketOf(id)?.tags;

test('the main job: webhook, judgement, write-back, sidebar; the reply changes the timers before one’s eyes', async () => {
  const id = customersTicket('all_users');
  await desk.all.sandbox.webhooksSettled();
  await expect.poll(() => ticketOf(id)?.priority).toBe('urgent');
  expect(ticketOf(id)?.tags).toEqual(expect.arrayContaining(['tier_custom', 'priority_p1']));
  expect(desk.all.sandbox.deliveries.some(({ ticketId, state }) => ticketId === id && state === 'delivered')).toBe(
    true,
  );
  const { page, sidebar, submit } = await desk.open(id);
  await sidebar.getByRole('heading', { name: 'Custom' }).waitFor();
  await sidebar.getByText('P1 Federation failure').waitFor();
  await sidebar.getByRole('region', { name: 'First response' }).getByText('Active').waitFor();
  await sidebar.getByText('Approved contact').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'agent-page');
  await submit('We are on it.', 'open');
  await sidebar.getByText('Achieved').waitFor();
  await sidebar.getByRole('region', { name: 'Update' }).getByText('Active').waitFor();
});

test('StarLeaf: a hand-off to level 3, solved, with a root cause report on request', async () => {
  const { page, sidebar, ticketId, submit } = await desk.open('starleaf_l2');
  await sidebar.getByText('Level 2').waitFor();
  await open(sidebar, 'Escalate…');
  await sidebar.getByText('Not yet: Describe what levels 1 and 2 have tried').waitFor();
  await sidebar.getByText('To do').click();
  await sidebar.getByRole('button', { name: 'Done: Describe what levels 1 and 2 have tried' }).click();
  await sidebar.getByRole('textbox', { name: 'Note for L3 (optional)' }).fill('The logs are attached.');
  await sidebar.getByRole('button', { name: 'Hand off to L3' }).click();
  await sidebar.getByText('Level 3').first().waitFor();
  await sidebar.getByRole('region', { name: 'First response' }).waitFor();
  await expect.poll(() => tagsOf(ticketId)).toContain('level_3');
  expect(await accessibilityFaults(page)).toEqual([]);
  await submit('It was the router. Solved.', 'solved');
  await sidebar.getByRole('button', { name: 'Start: Root cause report' }).click();
  await sidebar.getByRole('region', { name: 'Root cause report' }).waitFor();
  await screenshot(page, 'story-starleaf');
});

test('Zynstra: escalated to step 3 by two attempts that reached nobody', async () => {
  const { page, sidebar, submit } = await desk.open('zynstra_dissatisfied');
  await open(sidebar, 'Escalate…');
  const vp = step(sidebar, 'VP Customer Success');
  await vp.getByText('not open').waitFor();
  await take(sidebar, 'Head of Support', 'The provider is dissatisfied.');
  const head = step(sidebar, 'Head of Support');
  await head.getByRole('button', { name: 'No answer' }).click();
  await head.getByText('1 attempt').waitFor();
  await head.getByRole('button', { name: 'No answer' }).click();
  await vp.getByRole('button', { name: 'Take this step: VP Customer Success' }).waitFor();
  await take(sidebar, 'VP Customer Success', 'Nobody answered twice.');
  await vp.getByText('taken').waitFor();
  await screenshot(page, 'story-zynstra');
  await submit('Restored.', 'solved');
});

test('Pexip: a weekend P1 has two hours, and turns out to be a bug', async () => {
  const { page, sidebar, submit } = await desk.open('pexip_down');
  await open(sidebar, 'Receipt');
  await sidebar.getByText('First response · 2h').first().waitFor();
  await sidebar.getByRole('button', { name: 'Close' }).click();
  await submit('We look into it at once.', 'open');
  await sidebar.getByText('Notices and defect').click();
  await sidebar.getByRole('button', { name: 'Report or link a defect' }).click();
  await sidebar.getByRole('textbox', { name: /^Title, or a reference/u }).fill('pexip/infinity#12');
  await sidebar.getByRole('button', { name: 'Report', exact: true }).click();
  await sidebar.getByText('Defect pexip/infinity#12').waitFor();
  await sidebar.getByText('Update on the defect').first().waitFor();
  await screenshot(page, 'story-pexip');
  await submit('Fixed in the next release. Solved.', 'solved');
  await sidebar.getByText('Satisfaction survey').first().waitFor();
});

test('NextPlane: an emergency by a stranger; an exclusion recorded and taken back', async () => {
  const { page, sidebar, ticketId, submit } = await desk.open('custom_emergency');
  await sidebar.getByText('Emergency: help now').waitFor();
  await expect.poll(() => tagsOf(ticketId)).toContain('contact_unverified');
  await screenshot(page, 'emergency-live');
  await submit('We are on it.', 'open');
  await sidebar.getByText('Achieved').first().waitFor();
  await sidebar.getByText('To do').click();
  await sidebar.getByRole('button', { name: 'Done: Verify the requester with the customer' }).click();
  await sidebar.getByText('To do').getByText('1 of').waitFor();
  await sidebar.getByRole('button', { name: 'Done: Bring in a named technical contact' }).click();
  await expect.poll(() => tagsOf(ticketId)).not.toContain('contact_unverified');
  await sidebar.getByText('Exclusions and fee').click();
  await sidebar.getByRole('button', { name: 'Record an exclusion' }).click();
  await sidebar.getByLabel('Which one holds?').selectOption('third_party');
  await sidebar.getByRole('textbox', { name: 'Reason' }).fill('Their firewall vendor changed it.');
  await sidebar.getByRole('button', { name: 'Record', exact: true }).click();
  await sidebar.getByText('Outside this tier').waitFor();
  await screenshot(page, 'story-nextplane');
  await sidebar.getByRole('button', { name: /^Withdraw: / }).click();
  await sidebar.getByRole('textbox', { name: 'Reason' }).fill('It was not.');
  await sidebar.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await sidebar.getByText('Outside this tier').waitFor({ state: 'detached' });
  await submit('All partners are reachable again.', 'solved');
});

test('Chevah: a phone call confirmed in writing', async () => {
  const { page, sidebar, submit } = await desk.open('chevah_phone');
  await sidebar.getByText('To do').click();
  await sidebar.getByLabel('Outcome of Have the call confirmed in writing').selectOption('summary');
  await sidebar.getByRole('button', { name: 'Done: Have the call confirmed in writing' }).click();
  await sidebar.getByText(/^Have the call confirmed in writing summary/u).waitFor();
  await sidebar.getByRole('button', { name: 'Given: Product version' }).click();
  await sidebar.getByRole('button', { name: 'Given: Product version' }).waitFor({ state: 'detached' });
  await sidebar.getByRole('button', { name: 'Insert as draft' }).click();
  const draft = page.getByRole('textbox', { name: 'Public reply' });
  await expect.poll(() => draft.inputValue()).toContain('Operating system name and version');
  await sidebar.getByRole('button', { name: 'Log a screen-share session' }).click();
  await sidebar.getByRole('textbox', { name: 'Address of the session' }).fill('https://meet.chevah.example/support/1');
  await sidebar.getByRole('button', { name: 'Log', exact: true }).click();
  await sidebar.getByText('Notices and defect').click();
  await sidebar.getByText(/^Screen-share session of/u).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'story-chevah');
  await submit('As we said on the phone: solved.', 'solved');
});

test('a priority set by hand afterwards stays, and the sidebar says so', async () => {
  const id = customersTicket('one_user');
  await expect.poll(() => ticketOf(id)?.priority).toBe('normal');
  const { page, sidebar, submit } = await desk.open(id);
  await page.getByRole('combobox', { name: /^Priority/u }).selectOption('urgent');
  await submit('They called: it is worse.', 'open', 'Internal note');
  await sidebar.getByText('Priority set by hand').waitFor();
  await desk.all.sandbox.webhooksSettled();
  expect(ticketOf(id)?.priority).toBe('urgent');
});

test('with the sidecar unreachable the saved data stays, and says so', async () => {
  const { page, sidebar } = await desk.open('custom_known');
  const refresh = sidebar.getByRole('button', { name: 'Refresh' }); // the page asks again by itself too, so that `Try again` may go
  await page.getByLabel('Sidecar').selectOption('down');
  await refresh.click();
  await sidebar.getByText('Showing saved data').waitFor();
  await sidebar.getByRole('button', { name: 'Try again' }).waitFor();
  await sidebar.getByRole('timer').waitFor();
  await page.getByLabel('Sidecar').selectOption('unauthorized');
  await refresh.click();
  await sidebar.getByText('refuses this app').waitFor();
  await page.getByLabel('Sidecar').selectOption('ok');
  await refresh.click();
  await sidebar.getByText('refuses this app').waitFor({ state: 'detached' });
});

test('a light agent sees everything and changes nothing', async () => {
  const { sidebar } = await desk.open('custom_known', 'light');
  await sidebar.getByText('To do').click();
  await sidebar
    .getByRole('button', { name: /^Given: / })
    .first()
    .click();
  await sidebar.getByRole('alert').getByText('you may look but not act').waitFor();
});

test('time alone breaches: the clock goes on, the sidebar turns', async () => {
  const { page, sidebar } = await desk.open(customersTicket('all_users'));
  await sidebar.getByRole('region', { name: 'First response' }).waitFor();
  await page.getByRole('button', { name: 'Jump to breach' }).click();
  await sidebar.getByText('Breached', { exact: true }).waitFor();
  expect(await sidebar.getByRole('timer').textContent()).toMatch(/^\u2212/u);
});

async function open(sidebar: FrameLocator, name: string): Promise<void> {
  await sidebar.getByRole('button', { name, exact: true }).first().click();
}

function step(sidebar: FrameLocator, title: string) {
  return sidebar.getByRole('listitem').filter({ has: sidebar.locator('strong', { hasText: title }) });
}

async function take(sidebar: FrameLocator, title: string, reason: string): Promise<void> {
  await sidebar.getByRole('button', { name: `Take this step: ${title}` }).click();
  await sidebar.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await sidebar.getByRole('button', { name: 'Escalate', exact: true }).click();
  await step(sidebar, title)
    .getByText(/^taken/u)
    .waitFor();
}
