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
    testTimeout: mode === 'long' ? 1_800_000 : 60_000,
    hookTimeout: 120_000,
    allowOnly: false,
  },
}));
