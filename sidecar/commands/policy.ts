// `tierline policy …`
import { defineCommand } from 'citty';

export const policy = defineCommand({
  meta: { name: 'policy', description: 'Check, test, compare and explain policy files' },
  subCommands: {
    check: () => import('./policy-check.ts').then((file) => file.check),
    test: () => import('./policy-test.ts').then((file) => file.test),
    diff: () => import('./policy-diff.ts').then((file) => file.diff),
    explain: () => import('./policy-explain.ts').then((file) => file.explain),
  },
});
