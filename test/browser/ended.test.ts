/** The sidebar beside a ticket that Zendesk has closed: it says so, and offers only what is still taken. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStatesPage, type Shown, type StatesPage } from './states-page.ts';

let states: StatesPage;
beforeAll(async () => {
  states = await openStatesPage();
});
afterAll(() => states.close());

/** Names of all buttons, with every fold open and the panel of levels and steps. */
async function offered({ app }: Shown): Promise<readonly string[]> {
  await app.getByRole('button', { name: 'Escalate…' }).click();
  await app.getByText('Head of Support').first().waitFor();
  await app.locator('details').evaluateAll((folds) => folds.forEach((fold) => fold.setAttribute('open', '')));
  await app.getByText('Symptoms, times and users concerned').waitFor();
  await app.getByText('the router is theirs').or(app.getByText('Other infrastructure')).first().waitFor();
  const buttons = await app.getByRole('button').all();
  return Promise.all(
    buttons.map(async (button) => (await button.getAttribute('aria-label')) ?? (await button.innerText())),
  );
}

const ACTS =
  /^(Done: |Given: |Take this step|Withdraw: |Hand off to|Waive|Record an|Report or link|Log an attempt|Log a screen)/u;

test('what would be refused is not offered', async () => {
  const names = await offered(await states.show('closed'));
  expect(names.filter((name) => ACTS.test(name))).toEqual([]);
  expect(names).toContain('Completed: Resolution');
  expect(names.some((name) => /log work/iu.test(name))).toBe(true);
});

test('it says that the ticket is closed, and what can still be done', async () => {
  const { app } = await states.show('closed');
  await app.getByRole('region', { name: 'The ticket is closed' }).getByText('can be completed').waitFor();
});

test('beside an open ticket the same acts are offered', async () => {
  const names = await offered(await states.show('everything'));
  expect(names.filter((name) => ACTS.test(name)).length).toBeGreaterThan(4);
});
