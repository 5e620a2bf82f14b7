/** What the Zendesk account is: as whom we act, and which ticket field has which number. Read seldom, remembered. */
import { fieldsByNumber } from '#core/facts/field-values.ts';
import type { FieldsByNumber } from '#core/facts/field-values.ts';
import type { ZendeskField } from '#core/facts/zendesk-ticket.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Delivered } from './ports/failures.ts';
import type { Log } from './ports/others.ts';
import type { Settings } from './ports/store.ts';
import type { Zendesk } from './ports/zendesk.ts';

export interface Account {
  botUserId(): Promise<Delivered<string>>;
  /** The policy's fields by their number in the account. Those that the account lacks are left out. */
  fieldsOf(policy: Policy): Promise<Delivered<FieldsByNumber>>;
  /** Reads the fields again where a policy lacks one, in case it was made since. To be called every minute or so. */
  lookForFields(): void;
  /** Reads both again. */
  refresh(): Promise<Delivered<null>>;
}

const REFRESH_MS = 10 * 60_000;
/** A field that is not there may just have been made; asked for beside the look, which does not wait for it. */
const MISSING_MS = 2 * 60_000;

/**
 * `elapsed`: a clock that only measures how old the memory is. `ask`: asks for a look at the open tickets of a policy, which
 * were judged by other fields than there are now.
 */
export function createAccount(
  { zendesk, settings, log }: { readonly zendesk: Zendesk; readonly settings: Settings; readonly log: Log },
  elapsed: () => number,
  ask: (policyId: string) => Promise<unknown> = () => Promise.resolve(),
): Account {
  let bot: string | null = null;
  let fields: { readonly list: readonly ZendeskField[]; readonly readAt: number } | null = null;
  let reading: Promise<Delivered<readonly ZendeskField[]>> | null = null;
  const byPolicy = new WeakMap<Policy, { readonly list: readonly ZendeskField[]; readonly found: FieldsByNumber }>();
  /** By policy and version, the fields by which its tickets were judged so far. */
  const judgedBy = new Map<string, string>();
  const lacking = new Map<string, Policy>();

  async function readFields(): Promise<Delivered<readonly ZendeskField[]>> {
    const answer = await zendesk.ticketFields();
    if (answer.ok) {
      fields = { list: answer.value, readAt: elapsed() };
      for (const policy of [...lacking.values()]) find(policy, answer.value);
    }
    // Zendesk being away must not take away what is known.
    return answer.ok || fields === null ? answer : { ok: true, value: fields.list };
  }
  function freshFields(): Promise<Delivered<readonly ZendeskField[]>> {
    reading ??= readFields().finally(() => (reading = null));
    return reading;
  }
  /** Nobody waits for it: what is known stays, and the next who asks tries again. */
  function refreshBeside(): void {
    freshFields().catch((error: unknown) => log.warn({ err: error }, 'ticket fields were not read again'));
  }
  async function fieldList(): Promise<Delivered<readonly ZendeskField[]>> {
    if (fields === null) return freshFields();
    if (elapsed() - fields.readAt > REFRESH_MS) refreshBeside();
    return { ok: true, value: fields.list };
  }
  function find(policy: Policy, list: readonly ZendeskField[]): FieldsByNumber {
    const kept = byPolicy.get(policy);
    if (kept?.list === list) return kept.found;
    const found = fieldsByNumber(policy, list);
    byPolicy.set(policy, { list, found });
    void compare(policy, found).catch((error: unknown) => {
      byPolicy.delete(policy); // the next look tries again
      log.warn({ err: error, policy: policy.id }, 'ticket fields were not compared with those judged by so far');
    });
    return found;
  }
  /** Another replica may have judged by other fields, or this one before it was started anew. */
  async function compare(policy: Policy, found: FieldsByNumber): Promise<void> {
    const key = `zendesk.fields.${policy.id}.${String(policy.version)}`;
    const now = [...found].map(([number, field]) => `${number}=${field.id}`).join(' ');
    if (found.size < policy.fields.size) lacking.set(key, policy);
    else lacking.delete(key);
    const stored = await settings.get(key);
    const before = judgedBy.get(key) ?? stored ?? now;
    if (before !== now) await ask(policy.id);
    if (stored !== now) await settings.set(key, now);
    judgedBy.set(key, now);
  }

  return {
    async botUserId() {
      bot ??= await settings.get('zendesk.user');
      if (bot !== null) return { ok: true, value: bot };
      const me = await zendesk.me();
      if (!me.ok) return me;
      bot = me.value.userId;
      await settings.set('zendesk.user', bot);
      return { ok: true, value: bot };
    },
    async fieldsOf(policy) {
      if (policy.fields.size === 0) return { ok: true, value: new Map() };
      const list = await fieldList();
      if (!list.ok) return list;
      const found = find(policy, list.value);
      const isMissing = found.size < policy.fields.size;
      if (isMissing && elapsed() - (fields?.readAt ?? 0) > MISSING_MS) refreshBeside();
      return { ok: true, value: found };
    },
    lookForFields() {
      if (lacking.size > 0 && elapsed() - (fields?.readAt ?? 0) > MISSING_MS) refreshBeside();
    },
    async refresh() {
      const me = await zendesk.me();
      if (!me.ok) return me;
      bot = me.value.userId;
      await settings.set('zendesk.user', bot);
      const list = await freshFields();
      return list.ok ? { ok: true, value: null } : list;
    },
  };
}
