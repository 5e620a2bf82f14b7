/** The main job on real input: a trigger's signed webhook comes in, the policy judges, Zendesk shows it, the agent sees what is owed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, screenshot } from '#test/support/browser.ts';
import { openDesk, type Desk } from './agent-page.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
}, 300_000);
afterAll(() => desk.close(), 60_000);

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

test('webhook, judgement, write-back, sidebar', async () => {
  const id = customersTicket('all_users');
  await desk.all.sandbox.webhooksSettled();
  await expect.poll(() => ticketOf(id)?.priority, { timeout: 30_000 }).toBe('urgent');
  expect(ticketOf(id)?.tags).toEqual(expect.arrayContaining(['tier_custom', 'priority_p1']));
  expect(desk.all.sandbox.deliveries.some(({ ticketId, state }) => ticketId === id && state === 'delivered')).toBe(
    true,
  );
  const { page, sidebar, close } = await desk.open(id);
  await sidebar.getByRole('heading', { name: 'Custom' }).waitFor();
  await sidebar.getByText('P1 Federation failure').waitFor();
  await sidebar.getByRole('region', { name: 'First response' }).waitFor();
  await sidebar.getByText('Approved contact').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'agent-page');
  await close();
});

test("the agent's reply changes the timers before one's eyes", async () => {
  const { sidebar, submit, close } = await desk.open(customersTicket('all_users'));
  await sidebar.getByRole('region', { name: 'First response' }).getByText('Active').waitFor();
  await submit('We are on it.', 'open');
  await sidebar.getByText('Achieved').waitFor();
  await sidebar.getByRole('region', { name: 'Update' }).getByText('Active').waitFor();
  await close();
});

test('a P1 by an unknown contact is helped, tagged, and asks for verification', async () => {
  const { page, sidebar, ticketId, close } = await desk.open('custom_emergency');
  await sidebar.getByText('Emergency: help now').waitFor();
  await sidebar.getByRole('timer').waitFor();
  await sidebar.getByText('To do').click();
  await sidebar.getByText('Verify the requester with the customer').waitFor();
  await expect
    .poll(() => ticketOf(ticketId)?.tags, { timeout: 30_000 })
    .toEqual(expect.arrayContaining(['contact_unverified']));
  await screenshot(page, 'emergency-live');
  await sidebar.getByRole('button', { name: 'Done: Verify the requester with the customer' }).click();
  await sidebar.getByText('To do').getByText('1 of').waitFor();
  await close();
});

test('a priority set by hand afterwards stays, and the sidebar says so', async () => {
  const id = customersTicket('one_user');
  await expect.poll(() => ticketOf(id)?.priority, { timeout: 30_000 }).toBe('normal');
  const { page, sidebar, submit, close } = await desk.open(id);
  await page.getByRole('combobox', { name: /^Priority/u }).selectOption('urgent');
  await submit('They called: it is worse.', 'open', 'Internal note');
  await sidebar.getByText('Priority set by hand').waitFor();
  await desk.all.sandbox.webhooksSettled();
  expect(ticketOf(id)?.priority).toBe('urgent');
  await close();
});

test('with the sidecar unreachable the saved data stays, and says so', async () => {
  const { page, sidebar, close } = await desk.open('custom_known');
  await page.getByLabel('Sidecar').selectOption('down');
  await sidebar.getByRole('button', { name: 'Refresh' }).click();
  await sidebar.getByText('Showing saved data').waitFor();
  await sidebar.getByRole('timer').waitFor();
  await page.getByLabel('Sidecar').selectOption('unauthorized');
  await sidebar.getByRole('button', { name: 'Try again' }).click();
  await sidebar.getByText('refuses this app').waitFor();
  await page.getByLabel('Sidecar').selectOption('ok');
  // By itself, in the end: a click here would race with that.
  await sidebar.getByText('refuses this app').waitFor({ state: 'detached' });
  await close();
});

test('a light agent sees everything and changes nothing', async () => {
  const { sidebar, close } = await desk.open('custom_known', { as: 'light' });
  await sidebar.getByText('To do').click();
  await sidebar
    .getByRole('button', { name: /^Given: / })
    .first()
    .click();
  await sidebar.getByRole('alert').getByText('you may look but not act').waitFor();
  await close();
});

test('time alone breaches: the clock goes on, the sidebar turns', async () => {
  const { page, sidebar, close } = await desk.open(customersTicket('all_users'));
  await sidebar.getByRole('region', { name: 'First response' }).waitFor();
  await page.getByRole('button', { name: 'Jump to breach' }).click();
  await sidebar.getByText('Breached', { exact: true }).waitFor();
  expect(await sidebar.getByRole('timer').textContent()).toMatch(/^\u2212/u);
  await close();
});
