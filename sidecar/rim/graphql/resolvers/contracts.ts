/** Contracts and notices: changed by admins. */
import type {
  ContactInput,
  ContractInput,
  MutationPutContractArgs,
  MutationPutNoticeArgs,
} from '#schema/generated/support.ts';
import type { ContactFacts } from '#core/facts/facts.ts';
import type { Resolvers } from '../context.ts';
import { toKeptContract } from '../contract-support.ts';
import { RequestFault } from '../faults.ts';
import type { NoticeView } from '#flow/announce.ts';
import type { ContractWish } from '#flow/contracts.ts';
import { cardAsContact, upper } from '../ticket-support.ts';
import { toInstant } from '../time-words.ts';
import {
  freeTextOrNull,
  instantOf,
  instantOrNull,
  isZendeskId,
  shortText,
  shortTextOrNull,
  zendeskId,
  zendeskIdOrNull,
} from './arguments.ts';
import { refusedWith, result } from './results.ts';

export const contractMutations: Resolvers<{ putContract: MutationPutContractArgs; putNotice: MutationPutNoticeArgs }> =
  {
    async putContract(_parent, { input }, { services, actor }) {
      if (!isZendeskId(input.organizationId)) return refusedWith('NOT_FOUND', 'There is no such organization.');
      const wish = { terms: toTerms(input), read: input.revision ?? null, by: actor };
      return result(await services.putContract(wish), toKeptContract);
    },
    async putNotice(_parent, { input }, { services, actor }) {
      const [from, to] = [instantOf(input.from), instantOf(input.to)];
      if (to <= from) throw new RequestFault('BAD_USER_INPUT', '`to` must be after `from`.');
      const outcome = await services.putNotice({
        policyId: shortText('policy', input.policy),
        kind: shortText('kind', input.kind),
        text: freeTextOrNull('text', input.text),
        from,
        to,
        announced: instantOrNull(input.announcedAt),
        organizations: [...new Set(input.organizationIds.map((id) => zendeskId('organizationIds', id)))],
        by: actor,
      });
      return result(outcome, toPutNotice);
    },
  };

function toTerms(input: ContractInput): ContractWish['terms'] {
  return {
    organizationId: input.organizationId,
    policyId: shortText('policy', input.policy),
    tier: shortText('tier', input.tier),
    status: toStatus(input.status),
    startsOn: input.startsOn ?? null,
    endsOn: input.endsOn ?? null,
    partner: shortTextOrNull('partner', input.partner),
    region: shortTextOrNull('region', input.region),
    users: countOrNull('users', input.users),
    entitlements: Object.fromEntries(
      (input.entitlements ?? []).map((one) => [shortText('id', one.id), countOrNull('quantity', one.quantity)]),
    ),
    contacts: (input.contacts ?? []).map(toContactFacts),
    timeZone: shortTextOrNull('timeZone', input.timeZone),
    holidays: input.holidays ?? [],
  };
}

/** Null counts as the schema's default. */
function toStatus(status: ContractInput['status']): 'active' | 'unpaid' | 'ended' {
  switch (status) {
    case 'UNPAID':
      return 'unpaid';
    case 'ENDED':
      return 'ended';
    default:
      return 'active';
  }
}

function countOrNull(name: string, value: number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  if (value >= 0) return value;
  throw new RequestFault('BAD_USER_INPUT', `\`${name}\` must not be negative.`);
}

function toContactFacts(input: ContactInput): ContactFacts {
  return {
    role: shortText('role', input.role),
    name: shortTextOrNull('name', input.name),
    email: addressOrNull(input.email),
    phone: shortTextOrNull('phone', input.phone),
    userId: zendeskIdOrNull('userId', input.userId),
    certifiedOn: input.certifiedOn ?? null,
    agreedBy: (input.agreedBy ?? []).map((one) => shortText('agreedBy', one)),
  };
}

/** In small letters, as requesters' addresses are compared. */
function addressOrNull(email: string | null | undefined): string | null {
  const address = shortTextOrNull('email', email)?.trim().toLowerCase() ?? null;
  if (address === null || /^[^\s@]+@[^\s@]+$/.test(address)) return address;
  throw new RequestFault('BAD_USER_INPUT', '`email` must be an address such as ana@example.com.');
}

function toPutNotice(view: NoticeView) {
  const { notice } = view;
  return {
    __typename: 'Notice' as const,
    id: notice.id,
    kind: notice.kind,
    text: notice.text,
    from: toInstant(notice.from),
    to: toInstant(notice.to),
    announcedAt: toInstant(notice.announced),
    lead: upper(view.lead),
    recipients: view.recipients.map(cardAsContact),
    reasons: view.reasons,
  };
}
