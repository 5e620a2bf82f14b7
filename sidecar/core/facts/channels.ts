// Zendesk's `via.channel` in the policy's words.
import type { Policy } from '#core/policy/policy.ts';

/**
 * Words of policies for a channel of Zendesk, best first: the first that the policy knows is taken, else the first.
 * So an e-mail is `email` where a policy speaks of e-mail, and `helpdesk` where it knows only that.
 */
export const CHANNEL_WORDS: Readonly<Record<string, readonly string[]>> = {
  web: ['web', 'form', 'portal'],
  web_form: ['form', 'web', 'portal'],
  web_widget: ['form', 'web', 'chat'],
  help_center: ['portal', 'form', 'web'],
  mobile: ['portal', 'web', 'form'],
  mobile_sdk: ['portal', 'web', 'form'],
  email: ['email', 'helpdesk', 'form'],
  api: ['helpdesk', 'portal', 'web'],
  web_service: ['helpdesk', 'portal', 'web'],
  voice: ['phone'],
  phone: ['phone'],
  phone_call_inbound: ['phone'],
  phone_call_outbound: ['phone'],
  voicemail: ['phone'],
  chat: ['chat'],
  messaging: ['chat'],
  native_messaging: ['chat'],
  chat_transcript: ['chat'],
};

/** A tag of this form says the channel by hand, e.g. `channel_portal`. */
const TAG = /^channel_([a-z][a-z0-9_]*)$/;
/** Wanted by the sidecar itself: says something about a channel, is not one. */
const NOT_A_CHANNEL = 'channel_not_included';

/** The channel of a ticket or comment in the policy's words; null: Zendesk does not say. */
export function channelWord(
  channel: string | null,
  tags: readonly string[],
  known: ReadonlySet<string>,
): string | null {
  for (const tag of tags) {
    const word = tag === NOT_A_CHANNEL ? undefined : TAG.exec(tag)?.[1];
    if (word !== undefined) return word;
  }
  if (channel === null) return null;
  if (known.has(channel)) return channel;
  const words = Object.hasOwn(CHANNEL_WORDS, channel) ? (CHANNEL_WORDS[channel] ?? []) : [];
  return words.find((word) => known.has(word)) ?? words[0] ?? channel;
}

/** Every channel that the policy's tiers speak of. */
export function knownChannels(policy: Policy): ReadonlySet<string> {
  return new Set([...policy.tiers.values()].flatMap((tier) => tier.channels.terms.map(({ channel }) => channel)));
}
