/** One story a policy, from the customer's ticket to its solution, done in the sidebar as an agent does it. A Saturday, so that weekends count. */
import type { FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClock } from '#test/sandbox/clock.ts';
import { accessibilityFaults, screenshot } from '#test/support/browser.ts';
import { openDesk, type Desk } from './agent-page.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ clock: createClock({ at: nextSaturdayNoon() }) });
}, 300_000);
afterAll(() => desk.close(), 60_000);

/** In the future, so that no clock runs backwards. */
function nextSaturdayNoon(): number {
  const day = new Date();
  day.setUTCHours(12, 0, 0, 0);
  day.setUTCDate(day.getUTCDate() + ((6 - day.getUTCDay() + 7) % 7 || 7));
  return day.getTime();
}

const tagsOf = (id: number) => desk.all.sandbox.state.tickets.get(id)?.tags;

test('StarLeaf: a hand-off to level 3, solved, with a root cause report on request', async () => {
  const { page, sidebar, ticketId, submit, close } = await desk.open('starleaf_l2');
  await sidebar.getByText('Level 2').waitFor();
  await open(sidebar, 'Escalate…');
  await sidebar.getByText('Not yet: Describe what levels 1 and 2 have tried').waitFor();
  await sidebar.getByText('To do').click();
  await sidebar.getByRole('button', { name: 'Done: Describe what levels 1 and 2 have tried' }).click();
  await sidebar.getByRole('button', { name: 'Hand off to L3' }).click();
  await sidebar.getByText('Level 3').first().waitFor();
  await sidebar.getByRole('region', { name: 'First response' }).waitFor();
  await expect.poll(() => tagsOf(ticketId), { timeout: 30_000 }).toContain('level_3');
  expect(await accessibilityFaults(page)).toEqual([]);
  await submit('It was the router. Solved.', 'solved');
  await sidebar.getByRole('button', { name: 'Start: Root cause report' }).click();
  await sidebar.getByRole('region', { name: 'Root cause report' }).waitFor();
  await screenshot(page, 'story-starleaf');
  await close();
});

test('Zynstra: escalated to step 3 by two attempts that reached nobody', async () => {
  const { page, sidebar, submit, close } = await desk.open('zynstra_dissatisfied');
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
  await close();
});

test('Pexip: a weekend P1 has two hours, and turns out to be a bug', async () => {
  const { page, sidebar, submit, close } = await desk.open('pexip_down');
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
  await close();
});

test('NextPlane: an emergency by a stranger; an exclusion recorded and taken back', async () => {
  const { page, sidebar, ticketId, submit, close } = await desk.open('custom_emergency');
  await sidebar.getByText('Emergency: help now').waitFor();
  await submit('We are on it.', 'open');
  await sidebar.getByText('Achieved').first().waitFor();
  await sidebar.getByText('To do').click();
  await sidebar.getByRole('button', { name: 'Done: Verify the requester with the customer' }).click();
  await sidebar.getByRole('button', { name: 'Done: Bring in a named technical contact' }).click();
  await expect.poll(() => tagsOf(ticketId), { timeout: 30_000 }).not.toContain('contact_unverified');
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
  await close();
});

test('Chevah: a phone call confirmed in writing', async () => {
  const { page, sidebar, submit, close } = await desk.open('chevah_phone');
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
  await close();
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
