/** What the Zendesk account is: as whom we act, and which ticket field has which number. Read seldom, remembered. */
import { fieldsByNumber } from '#core/facts/field-values.ts';
import type { FieldsByNumber } from '#core/facts/field-values.ts';
import type { ZendeskField } from '#core/facts/zendesk-ticket.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Delivered } from './ports/failures.ts';
import type { Settings } from './ports/store.ts';
import type { Zendesk } from './ports/zendesk.ts';

export interface Account {
  botUserId(): Promise<Delivered<string>>;
  /** The policy's fields by their number in the account. Those that the account lacks are left out. */
  fieldsOf(policy: Policy): Promise<Delivered<FieldsByNumber>>;
  /** Reads both again. */
  refresh(): Promise<Delivered<null>>;
}

const REFRESH_MS = 10 * 60_000;
/** A field that is not there may just have been made; asked for beside the look, which does not wait for it. */
const MISSING_MS = 2 * 60_000;

/** `elapsed`: a clock that only measures how old the memory is. */
export function createAccount(zendesk: Zendesk, settings: Settings, elapsed: () => number): Account {
  let bot: string | null = null;
  let fields: { readonly list: readonly ZendeskField[]; readonly readAt: number } | null = null;
  let reading: Promise<Delivered<readonly ZendeskField[]>> | null = null;
  const byPolicy = new WeakMap<Policy, { readonly list: readonly ZendeskField[]; readonly found: FieldsByNumber }>();

  async function readFields(): Promise<Delivered<readonly ZendeskField[]>> {
    const answer = await zendesk.ticketFields();
    if (answer.ok) fields = { list: answer.value, readAt: elapsed() };
    // Zendesk being away must not take away what is known.
    return answer.ok || fields === null ? answer : { ok: true, value: fields.list };
  }
  function freshFields(): Promise<Delivered<readonly ZendeskField[]>> {
    reading ??= readFields().finally(() => (reading = null));
    return reading;
  }
  /** Nobody waits for it: what is known stays, and the next who asks tries again. */
  function refreshBeside(): void {
    freshFields().catch(() => undefined);
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
    return found;
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
