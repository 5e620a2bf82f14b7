// `tierline policy …`
import { entry, type Group } from './group.ts';

export const policy: Group = {
  commands: {
    check: entry('Check policy files: shape, references, named lints', () =>
      import('./policy-check.ts').then((file) => file.check),
    ),
    test: entry('Run scenarios against a policy', () => import('./policy-test.ts').then((file) => file.test)),
    diff: entry('Say what differs between two versions of a policy', () =>
      import('./policy-diff.ts').then((file) => file.diff),
    ),
    publish: entry('Check a policy file and publish it to a running sidecar', () =>
      import('./policy-publish.ts').then((file) => file.publish),
    ),
    backtest: entry('Judge recorded tickets by a draft and by a published version, and compare', () =>
      import('./policy-backtest.ts').then((file) => file.backtest),
    ),
    explain: entry('Say in words what a policy says of a ticket, and why', () =>
      import('./policy-explain.ts').then((file) => file.explain),
    ),
  },
};
