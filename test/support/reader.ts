/** Reads policy texts in the test's own thread; the library of public holidays is loaded once. */
import { createReader } from '#flow/policy-text.ts';
import { loadHolidays } from '#rim/holidays/holidays.ts';

let loaded: ReturnType<typeof loadHolidays> | null = null;

export const reader = createReader(() => (loaded ??= loadHolidays()));
