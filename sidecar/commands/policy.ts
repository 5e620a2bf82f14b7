// `tierline policy …`
import { defineCommand } from 'citty';

export const policy = defineCommand({
  meta: { name: 'policy', description: 'Check, test, compare, explain, back-test and publish policy files' },
  subCommands: {
    check: () => import('./policy-check.ts').then((file) => file.check),
    test: () => import('./policy-test.ts').then((file) => file.test),
    diff: () => import('./policy-diff.ts').then((file) => file.diff),
    publish: () => import('./policy-publish.ts').then((file) => file.publish),
    backtest: () => import('./policy-backtest.ts').then((file) => file.backtest),
    explain: () => import('./policy-explain.ts').then((file) => file.explain),
  },
});
