/** Policy text for tests: small policies in one line, checked without the library of public holidays. */
import type { CheckedPolicy } from '#core/policy/check.ts';
import { checkPolicy } from '#core/policy/check.ts';
import type { HolidaySource } from '#core/policy/holidays.ts';
import type { Policy } from '#core/policy/policy.ts';

export const TODAY = '2026-03-02';

/** Knows two countries: AA has 1 January and `Founders Day` on 1 May; BB has nothing but a region X with 2 February. */
export const holidays: HolidaySource = ({ country, region }, year) => {
  if (country === 'AA' && region === null)
    return [
      { date: `${year}-01-01`, name: "New Year's Day" },
      { date: `${year}-05-01`, name: 'Founders Day' },
    ];
  if (country === 'BB' && region === 'X') return [{ date: `${year}-02-02`, name: 'Groundhog Day' }];
  return null;
};

export function check(text: string): CheckedPolicy {
  return checkPolicy(text, { holidays, version: 0, today: TODAY });
}

/** Problems as `line:column rule message`, errors and warnings only. */
export function problemsOf(text: string): string[] {
  return check(text)
    .problems.filter(({ severity }) => severity !== 'info')
    .map(
      ({ line, column, rule, message, mend }) =>
        `${line}:${column} ${rule} ${message}${mend === null ? '' : ` (${mend})`}`,
    );
}

/** The compiled policy of a text without errors. */
export function compiled(text: string): Policy {
  const { compiled: result, problems } = check(text);
  if (result === null) throw new Error(problems.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return result.policy;
}

/** A policy with one tier on office hours (Monday to Friday 09:00-17:00 UTC) and priorities P1 to P3, and what is added. */
export function office(more: string): string {
  return `policy: acme
calendars: { office: { timeZone: Etc/UTC, open: { mon-fri: 09:00-17:00 } } }
fields: { impact: { values: [a, b, c] }, done: { type: checkbox } }
priorities: { P1: { when: { impact: a } }, P2: { when: { impact: b } }, P3: { when: { impact: c } } }
tiers: { gold: { hours: office } }
${more}`;
}
