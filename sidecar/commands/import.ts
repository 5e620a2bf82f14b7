// `tierline import …`
import { entry, type Group } from './group.ts';

export const importing: Group = {
  commands: {
    contracts: entry('Put the contracts of a CSV file, a row each', () =>
      import('./import-contracts.ts').then((file) => file.importContracts),
    ),
  },
};
