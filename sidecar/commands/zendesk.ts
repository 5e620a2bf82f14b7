// `tierline zendesk …`
import { defineCommand } from 'citty';

export const zendesk = defineCommand({
  meta: { name: 'zendesk', description: 'Set an account of Zendesk up for the policies, and try triggers out' },
  subCommands: {
    plan: () => import('./zendesk-plan.ts').then((file) => file.plan),
    apply: () => import('./zendesk-apply.ts').then((file) => file.apply),
    trigger: () => import('./zendesk-trigger.ts').then((file) => file.trigger),
  },
});
