// The contract that stands, as the sidecar shows it: whether a row of a file says the same, and what a file cannot say of it.
import { isDeepStrictEqual } from 'node:util';
import type { ContactInput, ContractInput } from './contract-columns.ts';

/** What is asked for of an organization's contract. */
export const STANDING = `policy tier { id } status startsOn endsOn partner region users revision
  entitlements { id quantity } contacts { role name email userId certifiedOn phone agreedBy } timeZone holidays`;

/** With what no column of a file says. */
interface StandingContact extends ContactInput {
  readonly phone: string | null;
  readonly agreedBy: readonly string[];
}

export interface Standing {
  readonly policy: string;
  readonly tier: { readonly id: string };
  readonly status: string;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly partner: string | null;
  readonly region: string | null;
  readonly users: number | null;
  readonly revision: number;
  readonly entitlements: readonly { readonly id: string; readonly quantity: number | null }[];
  readonly contacts: readonly StandingContact[];
  readonly timeZone: string | null;
  readonly holidays: readonly string[];
}

/** True: putting the row would change nothing. */
export function saysTheSame(standing: Standing, input: ContractInput): boolean {
  const { revision: _revision, tier, entitlements, contacts, holidays, ...plain } = standing;
  const { organizationId: _id, ...wanted } = input;
  return isDeepStrictEqual(
    {
      ...plain,
      tier: tier.id,
      entitlements: byText(entitlements),
      contacts: byText(contacts.map(({ phone: _phone, agreedBy: _agreedBy, ...said }) => said)),
      holidays: holidays.toSorted(),
    },
    {
      ...wanted,
      entitlements: byText(input.entitlements),
      contacts: byText(input.contacts),
      holidays: input.holidays.toSorted(),
    },
  );
}

/** The row with what a file cannot say: telephone and agreements of the contacts that it names again. */
export function keepingTheRest({ contacts }: Standing, input: ContractInput): ContractInput {
  const known = (one: ContactInput): StandingContact | undefined =>
    contacts.find((each) => each.role === one.role && each.email === one.email && each.userId === one.userId);
  return {
    ...input,
    contacts: input.contacts.map((one) => {
      const { phone = null, agreedBy = [] } = known(one) ?? {};
      return phone === null && agreedBy.length === 0 ? one : { ...one, phone, agreedBy };
    }),
  };
}

function byText(list: readonly object[]): readonly string[] {
  return list
    .map((each) => JSON.stringify(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1))))
    .toSorted();
}
