/** Policies: read by everybody who supports, changed by admins. */
import { Buffer } from 'node:buffer';
import type {
  MutationPublishPolicyArgs,
  MutationRestorePolicyArgs,
  MutationSavePolicyDraftArgs,
  QueryPolicyArgs,
} from '#schema/generated/support.ts';
import type { Resolvers } from '../context.ts';
import type { PolicyView } from '#flow/policy-views.ts';
import type { Publication } from '#flow/publish.ts';
import { toPolicyVersion, upper } from '../ticket-support.ts';
import { freeText, shortText, versionOf } from './arguments.ts';
import { refusedWith, result } from './results.ts';

/** Longest policy text, in bytes; checked before it is parsed. */
const LONGEST_POLICY = 256 * 1024;

export const policyQueries: Resolvers<{ policies: object; policy: QueryPolicyArgs }> = {
  policies: async (_parent, _args, { services }) => (await services.policies()).map(toPolicy),
  async policy(_parent, { id, version }, { services }) {
    const asked = version === null || version === undefined ? null : version;
    const view = await services.policy(shortText('id', id), asked);
    return view === null ? null : toPolicy(view);
  },
};

export const policyMutations: Resolvers<{
  savePolicyDraft: MutationSavePolicyDraftArgs;
  publishPolicy: MutationPublishPolicyArgs;
  restorePolicy: MutationRestorePolicyArgs;
}> = {
  async savePolicyDraft(_parent, { text }, { services, actor }) {
    if (Buffer.byteLength(text) > LONGEST_POLICY) {
      return refusedWith('LIMIT_EXCEEDED', `A policy may be at most ${LONGEST_POLICY / 1024} KiB long.`);
    }
    return result(await services.savePolicyDraft(freeText('text', text, LONGEST_POLICY), actor), toPolicyVersion);
  },
  publishPolicy: async (_parent, args, { services, actor }) =>
    result(await services.publishPolicy(publicationOf(args), actor), toPolicyVersion),
  restorePolicy: async (_parent, args, { services, actor }) =>
    result(await services.restorePolicy(publicationOf(args), actor), toPolicyVersion),
};

function publicationOf({ id, version, note, moveOpen }: MutationPublishPolicyArgs): Publication {
  return {
    id: shortText('id', id),
    version: versionOf('version', version),
    note: freeText('note', note),
    moveOpen: moveOpen ?? false,
  };
}

function toPolicy(view: PolicyView) {
  return {
    ...toPolicyVersion(view),
    __typename: 'Policy' as const,
    text: view.text,
    versions: view.versions.map(toPolicyVersion),
    cover: view.cover.map((clause) => ({ ...clause, state: upper(clause.state) })),
  };
}
