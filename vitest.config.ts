/** How vitest finds and runs the tests; `--mode long` picks the long ones (`*.long.test.ts`) instead of the usual ones. */
import { configDefaults, defineConfig } from 'vitest/config';

const LONG = 'test/**/*.long.test.ts';

export default defineConfig(({ mode }) => ({
  // As Node resolves it: Apollo and the tests must share one copy.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: mode === 'long' ? [LONG] : ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: mode === 'long' ? configDefaults.exclude : [...configDefaults.exclude, LONG],
    globalSetup: ['test/support/database-door.ts'],
    setupFiles: ['test/support/leaks.ts'],
    maxWorkers: 2,
    // Waits end as soon as what they wait for is there; these bounds are for a machine many times slower.
    testTimeout: mode === 'long' ? 1_800_000 : 600_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    allowOnly: false,
  },
}));
