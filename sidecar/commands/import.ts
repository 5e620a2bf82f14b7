// `tierline import …`
import { defineCommand } from 'citty';

export const importing = defineCommand({
  meta: { name: 'import', description: 'Bring in what stands elsewhere' },
  subCommands: {
    contracts: () => import('./import-contracts.ts').then((file) => file.importContracts),
  },
});
