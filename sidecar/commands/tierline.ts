// All commands, each loaded when it is asked for.
import { defineCommand } from 'citty';

export const tierline = defineCommand({
  meta: { name: 'tierline', description: "Makes a company's published support agreement run inside Zendesk" },
  subCommands: {
    policy: () => import('./policy.ts').then((file) => file.policy),
    zendesk: () => import('./zendesk.ts').then((file) => file.zendesk),
    doctor: () => import('./doctor.ts').then((file) => file.doctor),
    parity: () => import('./parity.ts').then((file) => file.parity),
    migrate: () => import('./migrate.ts').then((file) => file.migrate),
    retain: () => import('./retain.ts').then((file) => file.retain),
    erase: () => import('./erase.ts').then((file) => file.erase),
    import: () => import('./import.ts').then((file) => file.importing),
  },
});
