// `tierline zendesk …`
import { entry, type Group } from './group.ts';

export const zendesk: Group = {
  commands: {
    plan: entry('Say what the account lacks for the policies; nothing is written', () =>
      import('./zendesk-plan.ts').then((file) => file.plan),
    ),
    apply: entry('Make the fields, webhook and triggers that the plan says; nothing is deleted', () =>
      import('./zendesk-apply.ts').then((file) => file.apply),
    ),
    trigger: entry('Say which conditions of a trigger hold for a ticket with the tags that we would write', () =>
      import('./zendesk-trigger.ts').then((file) => file.trigger),
    ),
  },
};
