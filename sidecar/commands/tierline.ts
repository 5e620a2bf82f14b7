// All commands, each loaded when it is asked for.
import { entry, type Group } from './group.ts';

export const tierline: Group = {
  commands: {
    policy: entry('Check, test, compare, explain, back-test and publish policy files', () =>
      import('./policy.ts').then((file) => file.policy),
    ),
    zendesk: entry('Set an account of Zendesk up for the policies, and try triggers out', () =>
      import('./zendesk.ts').then((file) => file.zendesk),
    ),
    doctor: entry('Look at Node, environment, sidecar, database, Zendesk, webhook, fields and app', () =>
      import('./doctor.ts').then((file) => file.doctor),
    ),
    parity: entry("Compare our due times with those of Zendesk's own SLA; nothing is written", () =>
      import('./parity.ts').then((file) => file.parity),
    ),
    migrate: entry('Bring the schema of the database up to date; again it changes nothing', () =>
      import('./migrate.ts').then((file) => file.migrate),
    ),
    retain: entry('Remove what ended before a day; contracts, policies and the audit log stay', () =>
      import('./retain.ts').then((file) => file.retain),
    ),
    erase: entry(
      'Take one person out of contracts, log, acts and tickets; run it after Zendesk has forgotten them',
      () => import('./erase.ts').then((file) => file.erase),
    ),
    import: entry('Bring in what stands elsewhere', () => import('./import.ts').then((file) => file.importing)),
  },
};
